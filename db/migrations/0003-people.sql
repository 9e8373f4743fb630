-- Who is away, from an instant to another, and who stands in for them.
create table absences (
  id text primary key,
  staff text not null references staff (id),
  from_at timestamptz not null,
  to_at timestamptz not null check (to_at > from_at),
  stand_in text references staff (id) check (stand_in <> staff),
  reason text
);

create index absences_staff on absences (staff, from_at);

-- What somebody has declared an interest in: staff:ID, department:ID, or a matter such as order:2026-17.
create table interests (
  id text primary key,
  staff text not null references staff (id),
  interest text not null,
  declared_at timestamptz not null default now(),
  unique (staff, interest)
);

-- When the organisation was last changed: absences that were over by then are in no directory.
alter table organisation add column as_of timestamptz not null default now();
