// Runs the command line as it was built: nothing is installed, nothing compiled. What a container starts, where packages and
// build belong to the image and the file system may be read-only. Elsewhere bin/facteur does.
const { main } = await import('../dist/apps/cli/src/main.js');
await main(process.argv);
