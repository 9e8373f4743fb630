-- Versions of a calendar: a former content may come back, so a version is its number and not its hash.
alter table calendars drop constraint calendars_pkey;
alter table calendars drop constraint calendars_id_number_key;
alter table calendars add constraint calendars_pkey primary key (id, number);
create index calendars_hash on calendars (hash);

alter table calendars
  -- Hash of the calendar that ships, which the changes lie on.
  add column base text,
  -- What the organisation has changed, as it was written; null where it ships like this.
  add column changes jsonb,
  -- Why: reference and hash of a content.
  add column reason jsonb,
  add column saved_by text not null default 'system',
  -- When every complaint had heard of it; null while some may not.
  add column spread_at timestamptz;
update calendars set base = hash;

-- The calendar that a complaint was registered by. Those accepted before have the one of that time.
alter table intake add column calendar_hash text;
update intake i set calendar_hash = coalesce(
  (select k.hash from calendars k where k.id = p.compiled->>'calendar' and k.saved_at <= i.accepted_at
   order by k.number desc limit 1),
  (select k.hash from calendars k where k.id = p.compiled->>'calendar' order by k.number limit 1))
from procedures p where p.hash = i.procedure_hash;
