namespace SessionCleanup.Output;

/// <summary>Spelled as it is typed and as --help shows it.</summary>
internal enum OutputFormat
{
    text,
    json,
    prometheus,
    html,
}
