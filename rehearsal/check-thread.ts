import { parentPort } from 'node:worker_threads';
import { checkFile, type FileToCheck } from './check-file';

parentPort?.on('message', (file: FileToCheck) => {
  void checkFile(file).then((checked) => parentPort?.postMessage(checked));
});
