namespace SessionCleanup.Bench;

/// <summary>How much data a run is measured on.</summary>
/// <param name="Name">As it is typed.</param>
/// <param name="Sessions">Sessions in all; three members each.</param>
/// <param name="Expired">About how many of them are expired.</param>
/// <param name="LoadSeconds">How long heartbeats are sent next to a cleanup.</param>
/// <param name="Rounds">How often each figure is measured, unless --rounds says otherwise; medians are shown.</param>
internal sealed record Size(string Name, int Sessions, int Expired, int LoadSeconds, int Rounds)
{
    public static IReadOnlyList<Size> All { get; } =
    [
        new("small", 200_000, 20_000, 3, 1),
        new("medium", 2_000_000, 200_000, 20, 3),
        new("large", 10_000_000, 1_000_000, 120, 1),
    ];

    /// <summary>How long heartbeats are sent as fast as they go.</summary>
    public int HeartbeatSeconds => LoadSeconds < 10 ? 2 : 10;
}
