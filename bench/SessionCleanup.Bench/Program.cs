using System.Runtime.Versioning;
using Cocona;
using SessionCleanup.Bench;

[assembly: SupportedOSPlatform("linux")]

// scripts/bench starts the private cluster and calls this in the folder bench/.
await CoconaApp.RunAsync<BenchCommand>(args);
