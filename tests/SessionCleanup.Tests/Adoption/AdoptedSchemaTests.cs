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

public sealed class AdoptedStressTests(PostgresServer server) : StressTests(server), IOverAdoptedTables
{
    private protected override string MergeThatDeactivates =>
        """
        MERGE INTO app."Rooms" USING (VALUES ($1)) AS wanted ("Id") ON "Rooms"."Id" = wanted."Id"
         WHEN MATCHED THEN UPDATE SET open = false, deactivated_at = now()
        """;

    private protected override string FunctionWithACursor =>
        """
        CREATE FUNCTION deactivate_with_a_cursor(id bigint) RETURNS void LANGUAGE plpgsql AS
        $function$
        DECLARE found CURSOR FOR SELECT FROM app."Rooms" WHERE "Id" = id FOR UPDATE;
        BEGIN
            FOR room IN found LOOP
                UPDATE app."Rooms" SET open = false, deactivated_at = now() WHERE CURRENT OF found;
            END LOOP;
        END
        $function$;
        """;

    private protected override string MergeThatMoves =>
        """
        MERGE INTO app.people USING (VALUES ($1, $2)) AS wanted (room, person) ON people.person = wanted.person
         WHEN MATCHED THEN UPDATE SET room = wanted.room, here = true
         WHEN NOT MATCHED THEN INSERT (room, person, here) VALUES (wanted.room, wanted.person, true)
        """;
}
