-- The ledger: what happened. Rows are added and never changed.
create table events (
  reference text not null,
  number integer not null check (number > 0),
  type text not null,
  at timestamptz not null,
  body jsonb not null,
  recorded_at timestamptz not null default now(),
  primary key (reference, number)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed', tg_table_name using errcode = 'restrict_violation';
end
$$;

create trigger events_append_only before update or delete on events
  for each row execute function refuse_change();

create trigger events_keep_all before truncate on events
  for each statement execute function refuse_change();

-- Intake: what was accepted, before any run exists.
create table intake_sources (
  id text primary key check (id ~ '^[A-Za-z0-9._-]{1,100}$'),
  name text not null,
  locale text not null,
  procedures text[],
  webhook_url text,
  webhook_secret text,
  -- The place of its complaints that come with none.
  place text,
  check ((webhook_url is null) = (webhook_secret is null))
);

create table intake (
  source text not null,
  -- Keyed hashes of the Idempotency-Key and of the body.
  key_hash text not null,
  body_hash text not null,
  reference text not null unique,
  registration jsonb not null,
  procedure_hash text not null,
  -- The calendar that it is registered by.
  calendar_hash text not null,
  accepted_at timestamptz not null,
  started_at timestamptz,
  answer jsonb,
  primary key (source, key_hash)
);

create index intake_unstarted on intake (accepted_at, reference) where started_at is null;

create table content (
  id text primary key,
  reference text not null,
  kind text not null,
  salt bytea not null,
  hash text not null,
  text text,
  stored_by text not null,
  stored_at timestamptz not null default now(),
  erased_at timestamptz
);

create index content_reference on content (reference);

create table complainants (
  reference text primary key references intake (reference),
  name text not null,
  kind text,
  phone text,
  email text,
  address text,
  preferred_contact text
);

create table evidence (
  reference text not null,
  content text not null,
  event integer not null,
  position integer not null,
  added_by text not null,
  at timestamptz not null,
  primary key (reference, event, content)
);

create table tracking_tokens (
  token_hash text primary key,
  reference text not null
);

create table complaint_search (
  reference text primary key,
  terms text[] not null
);

create index complaint_search_terms on complaint_search using gin (terms);

-- Who has the rarer words, `most` of them at most, and whether they have the others as well. A seldom word is looked up
-- and never looked for: what is expected of words that occur together is a guess.
create function complaints_with_words(rarer text[], others text[], most integer)
returns table (reference text, has_all boolean)
language sql stable rows 1000
set enable_seqscan = off
set enable_indexscan = off
set max_parallel_workers_per_gather = 0
as $$
  select s.reference, s.terms @> others
  from (select c.reference, c.terms from complaint_search c where c.terms @> rarer limit most) s
$$;

-- The read model: folded from the ledger, rebuilt from it at any time.
create table complaints (
  reference text not null,
  state jsonb not null,
  last_number integer not null,
  last_at timestamptz not null,
  procedure_key text not null,
  procedure_hash text not null,
  -- The calendar that it counts by now.
  calendar_hash text not null,
  source text not null,
  channel text not null,
  locale text not null,
  status text not null check (status in ('open', 'closed', 'archived')),
  place text,
  stage text,
  round integer not null,
  category text,
  severity text,
  department text,
  owner text,
  level integer not null,
  due_at timestamptz,
  promise_due_at timestamptz,
  received_at timestamptz not null,
  registered_at timestamptz not null,
  closed_at timestamptz,
  result text,
  -- Thousands are looked up at once when words are searched for.
  primary key (reference) include (status, procedure_key, severity, received_at)
) with (fillfactor = 85);

-- Of those that are not open any more, every order that a list can have: they are many, and stand still.
create index complaints_settled on complaints (received_at, reference) where status <> 'open';
create index complaints_settled_procedure on complaints (procedure_key, received_at, reference) where status <> 'open';
create index complaints_settled_severity on complaints (severity, received_at, reference) where status <> 'open';
create index complaints_settled_both on complaints (procedure_key, severity, received_at, reference)
  where status <> 'open';
create index complaints_calendar on complaints (calendar_hash, reference) where status <> 'archived';

-- What open complaints are listed by, in rows so narrow that all of them may be looked through.
create table open_complaints (
  reference text primary key,
  procedure_key text not null,
  stage text,
  severity text,
  department text,
  owner text,
  level integer not null,
  due_at timestamptz,
  received_at timestamptz not null
) with (fillfactor = 70);

create index open_complaints_received on open_complaints (received_at, reference);
create index open_complaints_due on open_complaints (due_at, reference);
create index open_complaints_department on open_complaints (department, due_at, reference);
create index open_complaints_owner on open_complaints (owner, due_at, reference);

create table tasks (
  reference text not null,
  task text not null,
  part text,
  procedure_key text not null,
  stage text not null,
  kind text not null,
  round integer not null,
  step integer not null,
  owner_rule text not null,
  department text,
  person text,
  -- A few by name, to whom it is offered or who holds it.
  people text[] not null,
  -- Or whoever has this role, there or wherever they are.
  pool_role text,
  pool_department text,
  -- What that pool is told of it.
  pool_tell text check (pool_tell in ('each', 'digest', 'nobody')),
  -- Who of the pool does not come into question, for reasons of the complaint.
  left_out text[] not null,
  -- Marks of what the complaint is about: whoever has an interest in one of them stands aside.
  about text[] not null,
  severity text,
  category text,
  level integer not null,
  missed boolean not null,
  opened_at timestamptz not null,
  due_at timestamptz,
  primary key (reference, task),
  check (person is null or pool_role is null),
  check ((pool_role is null) = (pool_tell is null))
) with (fillfactor = 85);

create index tasks_due on tasks (coalesce(due_at, 'infinity'::timestamptz), reference, task);
create index tasks_department on tasks (department, coalesce(due_at, 'infinity'::timestamptz), reference, task);
create index tasks_person on tasks (person, coalesce(due_at, 'infinity'::timestamptz), reference, task)
  where person is not null;
create index tasks_people on tasks using gin (people) where person is null;
create index tasks_pool
  on tasks (pool_role, coalesce(pool_department, ''), coalesce(due_at, 'infinity'::timestamptz), reference, task)
  where pool_role is not null;
create index tasks_of_nobody on tasks (reference) where person is null and pool_role is null and people = '{}';

create table notices (
  id text primary key,
  reference text not null,
  event integer not null,
  template text not null,
  -- Staff id, complainant, or the name of a pool.
  recipient text not null,
  at timestamptz not null,
  -- The notice to the pool that one of its members is told in this one.
  of_pool text
);

create index notices_of_pool on notices (of_pool) where of_pool is not null;
create index notices_reference on notices (reference, at, id);
create index notices_recipient on notices (recipient, at, id);
create index notices_at on notices (at, id);

-- What stood when somebody was told something: a notice is worded from it, whatever has happened since.
create table moments (
  reference text not null,
  event integer not null,
  body jsonb not null,
  -- After the event.
  state jsonb not null,
  -- References to what the event says in words, by name.
  texts jsonb not null,
  primary key (reference, event)
);

-- The ways a notice goes out: each program adds those that it knows when it migrates, so a new one needs no migration.
create table channels (
  name text primary key
);

create table deliveries (
  notice text not null references notices (id) on delete cascade,
  channel text not null references channels (name),
  status text not null default 'pending' check (status in ('pending', 'sent', 'failed', 'not-needed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default date_trunc('milliseconds', now()),
  -- Which message says it, once it was tried: the first of the notices in it. What was tried together stays together.
  message text,
  -- The instant that it was held back until: what waits for the same goes out together.
  held_until timestamptz,
  sent_at timestamptz,
  error text,
  primary key (notice, channel)
);

create index deliveries_due on deliveries (next_attempt_at) where status = 'pending';
create index deliveries_failed on deliveries (next_attempt_at) where status = 'failed';

-- One mail a person and working day with what is open for them in their pools. What it says is read when it is sent.
create table digests (
  staff text not null,
  day date not null,
  status text not null default 'pending' check (status in ('pending', 'sent', 'failed', 'not-needed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  -- The end of that day's hours: afterwards the next day's says it.
  until timestamptz not null,
  sent_at timestamptz,
  error text,
  primary key (staff, day)
);

create index digests_due on digests (next_attempt_at) where status = 'pending';

-- How far each working day's round through the staff has come, one a calendar.
create table digest_rounds (
  calendar text not null,
  day date not null,
  -- Everybody up to this id has been looked at.
  staff text not null default '',
  finished_at timestamptz,
  primary key (calendar, day)
);

-- The organisation.
create table departments (
  id text primary key,
  name text not null,
  -- What kind of place it is, as rule books name it: store, ward, branch, depot. Without one it is no place.
  kind text check (kind ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'),
  head text,
  parent text,
  active boolean not null default true
);

create index departments_head on departments (head) where active;
create index departments_parent on departments (parent) where active;

create table staff (
  -- Never like an actor that is not staff, as source:ID is.
  id text primary key
    check (id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$' and id not in ('complainant', 'time', 'system')),
  name text not null,
  roles text[] not null,
  department text not null references departments (id),
  manager text,
  mail text,
  webhook text,
  locale text not null,
  active boolean not null default true,
  -- How many people stand above in the reporting line; worked out whenever the organisation is saved.
  rank integer not null default 0,
  -- When somebody left whose open tasks have perhaps not all gone on to others; null once they have.
  leaving_since timestamptz
);

create index staff_leaving on staff (id) where leaving_since is not null;
create index staff_top on staff (rank, id collate "C") where active;
create index staff_manager on staff (manager) where active;
create index staff_department on staff (department) where active;

-- Who has which role now, each with the manager who is still there: worked out whenever the organisation is saved.
create table staff_roles (
  role text not null,
  department text not null,
  staff text not null references staff (id),
  manager text,
  open integer not null default 0,
  last_new timestamptz not null default '-infinity',
  primary key (staff, role)
);

create index staff_roles_role on staff_roles (role, staff collate "C");
create index staff_roles_turn on staff_roles (role, last_new, staff collate "C");
create index staff_roles_load on staff_roles (role, open, last_new, staff collate "C");
create index staff_roles_home on staff_roles (role, department collate "C", staff collate "C");
create index staff_roles_manager on staff_roles (role, manager collate "C");
create index staff_roles_home_manager on staff_roles (role, department, manager collate "C");

-- Who was chosen for a task of which nothing is recorded yet; it counts among the open tasks of that person.
create table choices (
  reference text not null,
  task text not null,
  role text not null,
  staff text not null,
  open integer not null,
  at timestamptz not null,
  primary key (reference, task)
);

create index choices_staff on choices (staff);
create index choices_at on choices (at);

-- Who is above somebody of a role in a department: worked out whenever the organisation is saved.
create table pool_seniors (
  senior text not null,
  role text not null,
  department text not null,
  primary key (senior, role, department)
);

-- What an installation is looked through for: few rows, however many people there are.
create index staff_gone on staff (id) where not active;
create index staff_unreachable on staff (id) where active and mail is null and webhook is null;

-- Which roles hold which right.
create table role_rights (
  right_name text not null,
  role text not null,
  primary key (right_name, role)
);

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
create index absences_to on absences (to_at);
create index absences_stand_in on absences (stand_in, from_at);

-- What somebody has declared an interest in: staff:ID, department:ID, or a matter such as order:2026-17.
create table interests (
  id text primary key,
  staff text not null references staff (id),
  -- Keyed hash of what it is in; the words are content.
  mark text not null,
  content text not null references content (id),
  declared_at timestamptz not null default now(),
  unique (staff, mark)
);

create index interests_mark on interests (mark, staff);

-- Its row is locked while the organisation is saved: one at a time.
create table organisation (
  single boolean primary key default true check (single)
);

insert into organisation default values;

create table api_keys (
  key_hash text primary key,
  holder_kind text not null check (holder_kind in ('intake', 'staff')),
  holder text not null,
  label text not null,
  issued_at timestamptz not null default now(),
  revoked_at timestamptz
);

create index api_keys_holder on api_keys (holder_kind, holder);

-- Rule books as published.
create table procedures (
  hash text primary key,
  key text not null,
  version integer not null,
  compiled jsonb not null,
  texts jsonb not null,
  -- Which complaints it is for when an intake names none.
  match jsonb not null,
  -- Where each limit comes from.
  limits jsonb not null,
  -- The YAML as written: shown to people, read by nobody here.
  source text not null,
  published_at timestamptz not null default now(),
  published_by text not null,
  unique (key, version)
);

-- Versions of a calendar: a former content may come back, so a version is its number and not its hash.
create table calendars (
  id text not null,
  number integer not null,
  hash text not null,
  body jsonb not null,
  -- Hash of the calendar that ships, which the changes lie on.
  base text not null,
  -- What the organisation has changed, as it was written; null where it ships like this.
  changes jsonb,
  -- Why: reference and hash of a content.
  reason jsonb,
  saved_by text not null default 'system',
  saved_at timestamptz not null default now(),
  -- When every complaint had heard of it; null while some may not.
  spread_at timestamptz,
  primary key (id, number)
);

create index calendars_hash on calendars (hash);

-- A keyed hash made under the installation's HASH_SECRET: a process with another one does not serve.
create table hash_secret (
  single boolean primary key default true check (single),
  mark text not null
);
