export { eventually } from '../../tools/eventually';
