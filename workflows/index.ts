export { complaintWorkflow } from './complaint';
export { sweepWorkflow } from './sweep';
