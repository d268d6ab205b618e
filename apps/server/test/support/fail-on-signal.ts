/**
 * A module that a test loads into the built server with `--import`: SIGUSR2 makes it throw outside of any request, SIGHUP
 * reject a promise that nothing awaits.
 */
process.on('SIGUSR2', () => {
  setImmediate(() => {
    throw new Error('a fault outside of any request')
  })
})
process.on('SIGHUP', () => {
  void Promise.reject(new Error('a promise that nothing awaits'))
})
