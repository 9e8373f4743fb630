/** Words of the core that travel over the wire as they are: what `client/` and `web/` may know of it. */
export { ACT_NAMES } from '../domain/model/act';
export type { ComplaintEvent } from '../domain/model/event';
export type { FieldKind, Form, RemedyChoice } from '../domain/model/procedure';
export { namesOf } from '../domain/model/people';
export { formatSpan, type Span } from '../domain/calendar/span';
