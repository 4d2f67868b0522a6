namespace SessionCleanup.Tests.Support;

/// <summary>
/// Marks a test class whose database has session and session_member as views over an application's tables.
/// </summary>
public interface IOverAdoptedTables;
