CREATE OR REPLACE FUNCTION public.complaints_with_words(rarer text[], others text[], most integer)
 RETURNS TABLE(reference text, has_all boolean)
 LANGUAGE sql
 STABLE
 SET enable_seqscan TO 'off'
 SET enable_indexscan TO 'off'
 SET max_parallel_workers_per_gather TO '0'
AS $function$
  select s.reference, s.terms @> others
  from (select c.reference, c.terms from complaint_search c where c.terms @> rarer limit most) s
$function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'rows of % are never changed', tg_table_name using errcode = 'restrict_violation';
end
$function$;

create table absences (
  id text not null,
  staff text not null,
  from_at timestamp with time zone not null,
  to_at timestamp with time zone not null,
  stand_in text,
  reason text,
  constraint absences_pkey PRIMARY KEY (id),
  constraint absences_check CHECK ((to_at > from_at)),
  constraint absences_check1 CHECK ((stand_in <> staff)),
  constraint absences_staff_fkey FOREIGN KEY (staff) REFERENCES staff(id),
  constraint absences_stand_in_fkey FOREIGN KEY (stand_in) REFERENCES staff(id)
);
CREATE INDEX absences_staff ON public.absences USING btree (staff, from_at);
CREATE INDEX absences_stand_in ON public.absences USING btree (stand_in, from_at);
CREATE INDEX absences_to ON public.absences USING btree (to_at);

create table api_keys (
  key_hash text not null,
  holder_kind text not null,
  holder text not null,
  label text not null,
  issued_at timestamp with time zone default now() not null,
  revoked_at timestamp with time zone,
  constraint api_keys_pkey PRIMARY KEY (key_hash),
  constraint api_keys_holder_kind_check CHECK ((holder_kind = ANY (ARRAY['intake'::text, 'staff'::text])))
);
CREATE INDEX api_keys_holder ON public.api_keys USING btree (holder_kind, holder);

create table calendars (
  id text not null,
  number integer not null,
  hash text not null,
  body jsonb not null,
  base text not null,
  changes jsonb,
  reason jsonb,
  saved_by text default 'system'::text not null,
  saved_at timestamp with time zone default now() not null,
  spread_at timestamp with time zone,
  constraint calendars_pkey PRIMARY KEY (id, number)
);
CREATE INDEX calendars_hash ON public.calendars USING btree (hash);

create table channels (
  name text not null,
  constraint channels_pkey PRIMARY KEY (name)
);

create table choices (
  reference text not null,
  task text not null,
  role text not null,
  staff text not null,
  open integer not null,
  at timestamp with time zone not null,
  constraint choices_pkey PRIMARY KEY (reference, task)
);
CREATE INDEX choices_at ON public.choices USING btree (at);
CREATE INDEX choices_staff ON public.choices USING btree (staff);

create table complainants (
  reference text not null,
  name text not null,
  kind text,
  phone text,
  email text,
  address text,
  preferred_contact text,
  constraint complainants_pkey PRIMARY KEY (reference),
  constraint complainants_reference_fkey FOREIGN KEY (reference) REFERENCES intake(reference)
);

create table complaint_search (
  reference text not null,
  terms text[] not null,
  constraint complaint_search_pkey PRIMARY KEY (reference)
);
CREATE INDEX complaint_search_terms ON public.complaint_search USING gin (terms);

create table complaints (
  reference text not null,
  state jsonb not null,
  last_number integer not null,
  last_at timestamp with time zone not null,
  procedure_key text not null,
  procedure_hash text not null,
  calendar_hash text not null,
  source text not null,
  channel text not null,
  locale text not null,
  status text not null,
  place text,
  stage text,
  round integer not null,
  category text,
  severity text,
  department text,
  owner text,
  level integer not null,
  due_at timestamp with time zone,
  promise_due_at timestamp with time zone,
  received_at timestamp with time zone not null,
  registered_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  result text,
  constraint complaints_pkey PRIMARY KEY (reference) INCLUDE (status, procedure_key, severity, received_at),
  constraint complaints_status_check CHECK ((status = ANY (ARRAY['open'::text, 'closed'::text, 'archived'::text])))
) with (fillfactor=85);
CREATE INDEX complaints_calendar ON public.complaints USING btree (calendar_hash, reference) WHERE (status <> 'archived'::text);
CREATE INDEX complaints_settled ON public.complaints USING btree (received_at, reference) WHERE (status <> 'open'::text);
CREATE INDEX complaints_settled_both ON public.complaints USING btree (procedure_key, severity, received_at, reference) WHERE (status <> 'open'::text);
CREATE INDEX complaints_settled_procedure ON public.complaints USING btree (procedure_key, received_at, reference) WHERE (status <> 'open'::text);
CREATE INDEX complaints_settled_severity ON public.complaints USING btree (severity, received_at, reference) WHERE (status <> 'open'::text);

create table content (
  id text not null,
  reference text not null,
  kind text not null,
  salt bytea not null,
  hash text not null,
  text text,
  stored_by text not null,
  stored_at timestamp with time zone default now() not null,
  erased_at timestamp with time zone,
  constraint content_pkey PRIMARY KEY (id)
);
CREATE INDEX content_reference ON public.content USING btree (reference);

create table deliveries (
  notice text not null,
  channel text not null,
  status text default 'pending'::text not null,
  attempts integer default 0 not null,
  next_attempt_at timestamp with time zone default date_trunc('milliseconds'::text, now()) not null,
  message text,
  held_until timestamp with time zone,
  sent_at timestamp with time zone,
  error text,
  constraint deliveries_pkey PRIMARY KEY (notice, channel),
  constraint deliveries_notice_fkey FOREIGN KEY (notice) REFERENCES notices(id) ON DELETE CASCADE,
  constraint deliveries_channel_fkey FOREIGN KEY (channel) REFERENCES channels(name),
  constraint deliveries_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sent'::text, 'failed'::text, 'not-needed'::text])))
);
CREATE INDEX deliveries_due ON public.deliveries USING btree (next_attempt_at) WHERE (status = 'pending'::text);
CREATE INDEX deliveries_failed ON public.deliveries USING btree (next_attempt_at) WHERE (status = 'failed'::text);

create table departments (
  id text not null,
  name text not null,
  kind text,
  head text,
  parent text,
  active boolean default true not null,
  constraint departments_pkey PRIMARY KEY (id),
  constraint departments_kind_check CHECK ((kind ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'::text))
);
CREATE INDEX departments_head ON public.departments USING btree (head) WHERE active;
CREATE INDEX departments_parent ON public.departments USING btree (parent) WHERE active;

create table digest_rounds (
  calendar text not null,
  day date not null,
  staff text default ''::text not null,
  finished_at timestamp with time zone,
  constraint digest_rounds_pkey PRIMARY KEY (calendar, day)
);

create table digests (
  staff text not null,
  day date not null,
  status text default 'pending'::text not null,
  attempts integer default 0 not null,
  next_attempt_at timestamp with time zone not null,
  until timestamp with time zone not null,
  sent_at timestamp with time zone,
  error text,
  constraint digests_pkey PRIMARY KEY (staff, day),
  constraint digests_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sent'::text, 'failed'::text, 'not-needed'::text])))
);
CREATE INDEX digests_due ON public.digests USING btree (next_attempt_at) WHERE (status = 'pending'::text);

create table events (
  reference text not null,
  number integer not null,
  type text not null,
  at timestamp with time zone not null,
  body jsonb not null,
  recorded_at timestamp with time zone default now() not null,
  constraint events_pkey PRIMARY KEY (reference, number),
  constraint events_number_check CHECK ((number > 0))
);
CREATE TRIGGER events_append_only BEFORE DELETE OR UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER events_keep_all BEFORE TRUNCATE ON public.events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table evidence (
  reference text not null,
  content text not null,
  event integer not null,
  "position" integer not null,
  added_by text not null,
  at timestamp with time zone not null,
  constraint evidence_pkey PRIMARY KEY (reference, event, content)
);

create table hash_secret (
  single boolean default true not null,
  mark text not null,
  constraint hash_secret_pkey PRIMARY KEY (single),
  constraint hash_secret_single_check CHECK (single)
);

create table intake (
  source text not null,
  key_hash text not null,
  body_hash text not null,
  reference text not null,
  registration jsonb not null,
  procedure_hash text not null,
  calendar_hash text not null,
  accepted_at timestamp with time zone not null,
  started_at timestamp with time zone,
  answer jsonb,
  constraint intake_pkey PRIMARY KEY (source, key_hash),
  constraint intake_reference_key UNIQUE (reference)
);
CREATE INDEX intake_unstarted ON public.intake USING btree (accepted_at, reference) WHERE (started_at IS NULL);

create table intake_sources (
  id text not null,
  name text not null,
  locale text not null,
  procedures text[],
  webhook_url text,
  webhook_secret text,
  place text,
  constraint intake_sources_pkey PRIMARY KEY (id),
  constraint intake_sources_check CHECK (((webhook_url IS NULL) = (webhook_secret IS NULL))),
  constraint intake_sources_id_check CHECK ((id ~ '^[A-Za-z0-9._-]{1,100}$'::text))
);

create table interests (
  id text not null,
  staff text not null,
  mark text not null,
  content text not null,
  declared_at timestamp with time zone default now() not null,
  constraint interests_pkey PRIMARY KEY (id),
  constraint interests_staff_fkey FOREIGN KEY (staff) REFERENCES staff(id),
  constraint interests_content_fkey FOREIGN KEY (content) REFERENCES content(id),
  constraint interests_staff_mark_key UNIQUE (staff, mark)
);
CREATE INDEX interests_mark ON public.interests USING btree (mark, staff);

create table moments (
  reference text not null,
  event integer not null,
  body jsonb not null,
  state jsonb not null,
  texts jsonb not null,
  constraint moments_pkey PRIMARY KEY (reference, event)
);

create table notices (
  id text not null,
  reference text not null,
  event integer not null,
  template text not null,
  recipient text not null,
  at timestamp with time zone not null,
  of_pool text,
  constraint notices_pkey PRIMARY KEY (id)
);
CREATE INDEX notices_at ON public.notices USING btree (at, id);
CREATE INDEX notices_of_pool ON public.notices USING btree (of_pool) WHERE (of_pool IS NOT NULL);
CREATE INDEX notices_recipient ON public.notices USING btree (recipient, at, id);
CREATE INDEX notices_reference ON public.notices USING btree (reference, at, id);

create table open_complaints (
  reference text not null,
  procedure_key text not null,
  stage text,
  severity text,
  department text,
  owner text,
  level integer not null,
  due_at timestamp with time zone,
  received_at timestamp with time zone not null,
  constraint open_complaints_pkey PRIMARY KEY (reference)
) with (fillfactor=70);
CREATE INDEX open_complaints_department ON public.open_complaints USING btree (department, due_at, reference);
CREATE INDEX open_complaints_due ON public.open_complaints USING btree (due_at, reference);
CREATE INDEX open_complaints_owner ON public.open_complaints USING btree (owner, due_at, reference);
CREATE INDEX open_complaints_received ON public.open_complaints USING btree (received_at, reference);

create table organisation (
  single boolean default true not null,
  constraint organisation_pkey PRIMARY KEY (single),
  constraint organisation_single_check CHECK (single)
);

create table pool_seniors (
  senior text not null,
  role text not null,
  department text not null,
  constraint pool_seniors_pkey PRIMARY KEY (senior, role, department)
);

create table procedures (
  hash text not null,
  key text not null,
  version integer not null,
  compiled jsonb not null,
  texts jsonb not null,
  match jsonb not null,
  limits jsonb not null,
  source text not null,
  published_at timestamp with time zone default now() not null,
  published_by text not null,
  constraint procedures_pkey PRIMARY KEY (hash),
  constraint procedures_key_version_key UNIQUE (key, version)
);

create table role_rights (
  right_name text not null,
  role text not null,
  constraint role_rights_pkey PRIMARY KEY (right_name, role)
);

create table schema_migrations (
  version integer not null,
  name text not null,
  applied_at timestamp with time zone default now() not null,
  constraint schema_migrations_pkey PRIMARY KEY (version)
);

create table staff (
  id text not null,
  name text not null,
  roles text[] not null,
  department text not null,
  manager text,
  mail text,
  webhook text,
  locale text not null,
  active boolean default true not null,
  rank integer default 0 not null,
  leaving_since timestamp with time zone,
  constraint staff_pkey PRIMARY KEY (id),
  constraint staff_id_check CHECK (((id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$'::text) AND (id <> ALL (ARRAY['complainant'::text, 'time'::text, 'system'::text])))),
  constraint staff_department_fkey FOREIGN KEY (department) REFERENCES departments(id)
);
CREATE INDEX staff_department ON public.staff USING btree (department) WHERE active;
CREATE INDEX staff_gone ON public.staff USING btree (id) WHERE (NOT active);
CREATE INDEX staff_leaving ON public.staff USING btree (id) WHERE (leaving_since IS NOT NULL);
CREATE INDEX staff_manager ON public.staff USING btree (manager) WHERE active;
CREATE INDEX staff_top ON public.staff USING btree (rank, id COLLATE "C") WHERE active;
CREATE INDEX staff_unreachable ON public.staff USING btree (id) WHERE (active AND (mail IS NULL) AND (webhook IS NULL));

create table staff_roles (
  role text not null,
  department text not null,
  staff text not null,
  manager text,
  open integer default 0 not null,
  last_new timestamp with time zone default '-infinity'::timestamp with time zone not null,
  constraint staff_roles_pkey PRIMARY KEY (staff, role),
  constraint staff_roles_staff_fkey FOREIGN KEY (staff) REFERENCES staff(id)
);
CREATE INDEX staff_roles_home ON public.staff_roles USING btree (role, department COLLATE "C", staff COLLATE "C");
CREATE INDEX staff_roles_home_manager ON public.staff_roles USING btree (role, department, manager COLLATE "C");
CREATE INDEX staff_roles_load ON public.staff_roles USING btree (role, open, last_new, staff COLLATE "C");
CREATE INDEX staff_roles_manager ON public.staff_roles USING btree (role, manager COLLATE "C");
CREATE INDEX staff_roles_role ON public.staff_roles USING btree (role, staff COLLATE "C");
CREATE INDEX staff_roles_turn ON public.staff_roles USING btree (role, last_new, staff COLLATE "C");

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
  people text[] not null,
  pool_role text,
  pool_department text,
  pool_tell text,
  left_out text[] not null,
  about text[] not null,
  severity text,
  category text,
  level integer not null,
  missed boolean not null,
  opened_at timestamp with time zone not null,
  due_at timestamp with time zone,
  constraint tasks_pkey PRIMARY KEY (reference, task),
  constraint tasks_check CHECK (((person IS NULL) OR (pool_role IS NULL))),
  constraint tasks_check1 CHECK (((pool_role IS NULL) = (pool_tell IS NULL))),
  constraint tasks_pool_tell_check CHECK ((pool_tell = ANY (ARRAY['each'::text, 'digest'::text, 'nobody'::text])))
) with (fillfactor=85);
CREATE INDEX tasks_department ON public.tasks USING btree (department, COALESCE(due_at, 'infinity'::timestamp with time zone), reference, task);
CREATE INDEX tasks_due ON public.tasks USING btree (COALESCE(due_at, 'infinity'::timestamp with time zone), reference, task);
CREATE INDEX tasks_of_nobody ON public.tasks USING btree (reference) WHERE ((person IS NULL) AND (pool_role IS NULL) AND (people = '{}'::text[]));
CREATE INDEX tasks_people ON public.tasks USING gin (people) WHERE (person IS NULL);
CREATE INDEX tasks_person ON public.tasks USING btree (person, COALESCE(due_at, 'infinity'::timestamp with time zone), reference, task) WHERE (person IS NOT NULL);
CREATE INDEX tasks_pool ON public.tasks USING btree (pool_role, COALESCE(pool_department, ''::text), COALESCE(due_at, 'infinity'::timestamp with time zone), reference, task) WHERE (pool_role IS NOT NULL);

create table tracking_tokens (
  token_hash text not null,
  reference text not null,
  constraint tracking_tokens_pkey PRIMARY KEY (token_hash)
);
