namespace SessionCleanup.Commands.CommandLine;

/// <summary>A number of 0 or more.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class NotNegativeAttribute : Attribute;
