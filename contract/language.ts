/** How a reader's language is found among those that an answer comes in. */
export { DEFAULT_LANGUAGE, languageFor } from '../procedures/locales/language-tag';
