using System.Text.RegularExpressions;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(SessionCleanup.Tests.Support.WithoutDatabaseFirst))]

namespace SessionCleanup.Tests.Support;

/// <summary>Test classes that need no database run first: what they find is found within seconds.</summary>
public sealed partial class WithoutDatabaseFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => NeedsDatabase(collection.TestCollectionDisplayName))];

    // A class is a collection of its own, but for those that share a cluster. One that needs a database has a fixture,
    // or makes a server.
    private static bool NeedsDatabase(string collection) =>
        ClassName().Match(collection) is not { Success: true } match
        || typeof(WithoutDatabaseFirst).Assembly.GetType(match.Groups[1].Value) is not { } type
        || type.IsAssignableTo(typeof(IAsyncLifetime))
        || type.GetConstructors().Any(constructor => constructor.GetParameters().Length > 0);

    [GeneratedRegex(@"^Test collection for (\S+)")]
    private static partial Regex ClassName();
}
