export { emptyDatabase, freshDatabase, type TestDatabase as Database } from '../support/database';
