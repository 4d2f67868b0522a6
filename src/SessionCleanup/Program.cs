using Cocona;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SessionCleanup;
using SessionCleanup.Commands;

var builder = CoconaApp.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddSingleton<IHostLifetime, InterruptionLifetime>();
builder.Services.AddSingleton<Interruption>();

var app = builder.Build();
var exitStatus = new ExitStatusFilter(app.Services.GetRequiredService<Interruption>());
app.UseFilter(exitStatus);
app.AddCommands<MigrateCommand>();
app.AddCommands<CleanupCommand>();
app.AddCommands<StatusCommand>();
app.AddCommands<ScheduleCommand>();
await app.RunAsync();

return exitStatus.Resolve(args);
