using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests.Adoption;

// The promises of these classes, over the tables of an application: with other names, another schema, and a deferred
// foreign key that does not cascade.

public sealed class AdoptedCleanupTests(PostgresServer server) : CleanupTests(server), IOverAdoptedTables;

public sealed class AdoptedMembersTests(PostgresServer server) : MembersTests(server), IOverAdoptedTables;

public sealed class AdoptedBatchesTests(PostgresServer server) : BatchesTests(server), IOverAdoptedTables;

public sealed class AdoptedTouchSessionTests(PostgresServer server) : TouchSessionTests(server), IOverAdoptedTables;

public sealed class AdoptedExplainTests(PostgresServer server) : ExplainTests(server), IOverAdoptedTables;

public sealed class AdoptedCrashTests(PostgresServer server) : CrashTests(server), IOverAdoptedTables;

public sealed class AdoptedStressTests(PostgresServer server) : StressTests(server), IOverAdoptedTables;
