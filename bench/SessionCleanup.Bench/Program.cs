using Cocona;
using SessionCleanup.Bench;

// scripts/bench starts the private cluster and calls this in the folder bench/.
await CoconaApp.RunAsync<BenchCommand>(args);
