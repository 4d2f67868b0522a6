using SessionCleanup.Commands.CommandLine;

return await Application.RunAsync(args);
