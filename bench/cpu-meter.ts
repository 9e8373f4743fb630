/** Loaded before a measured program: tells its parent how much CPU time the whole process has used, when asked. */
process.on('message', (message) => {
  if (message === 'cpu') process.send?.(process.cpuUsage());
});
process.channel?.unref();
