namespace SessionCleanup.Output.Html;

/// <summary>A row of a chart.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="Value">The bar's length, to those of the others.</param>
/// <param name="Figure">The value as people read it.</param>
/// <param name="IsBad">Whether it has the colour of what is wrong.</param>
internal sealed record Bar(string Name, double Value, string Figure, bool IsBad);
