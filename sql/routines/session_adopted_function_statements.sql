-- The trigger functions of adopted tables. They do what those of our own tables do, by calling what those call. All
-- that is their own is where they meet NEW and OLD, whose columns have the application's names.
--
-- The application's migrations go on: a column is renamed, or dropped with CASCADE, which takes the views session and
-- session_member along. The application must not fail for that. So what reads a row is a function with a parsed body,
-- which follows a rename; what has to assign a column by its name looks the name up again when it is gone; and without
-- the views, statements on the tables themselves keep the rules, for as long as their columns are there.

CREATE OR REPLACE FUNCTION public.session_adopted_function_statements(session_table regclass, member_table regclass, columns jsonb)
RETURNS SETOF text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    definer  constant text := ' LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET row_security = off AS ';
    parsed   constant text := ' LANGUAGE sql SET search_path = pg_catalog, pg_temp ';
    ours     constant jsonb := columns -> 'session';
    theirs   constant jsonb := columns -> 'session_member';
    owner    constant regrole := (SELECT pg_class.relowner FROM pg_class WHERE pg_class.oid = 'public.session_adoption'::regclass);
    made     record;
BEGIN
    FOR made IN
        SELECT part.name, part.arguments, part.declaration, part.comment
          FROM (VALUES
            ('session_adopted_session_id', session_table::text,
             'RETURNS bigint' || parsed || public.session_adoption_fill('RETURN ($1).{session_id}::bigint', ours),
             'The key of an adopted session.'),

            ('session_adopted_member_session_id', member_table::text,
             'RETURNS bigint' || parsed || public.session_adoption_fill('RETURN ($1).{session_id}::bigint', theirs),
             'The session of an adopted member.'),

            ('session_adopted_member_user_id', member_table::text,
             'RETURNS bigint' || parsed || public.session_adoption_fill('RETURN ($1).{user_id}::bigint', theirs),
             'The user of an adopted member.'),

            ('session_adopted_lock', 'bigint',
             'RETURNS void' || parsed || 'BEGIN ATOMIC SELECT FROM ' || session_table
             || public.session_adoption_fill(' AS base WHERE base.{session_id} = $1 FOR UPDATE; END', ours),
             'session_lock_for_deactivation where the view session is gone.'),

            ('session_adopted_set_members_offline', 'bigint',
             'RETURNS void' || parsed || 'BEGIN ATOMIC UPDATE ' || member_table
             || public.session_adoption_fill(
                    ' AS base SET {is_online} = false WHERE base.{session_id} = $1 AND base.{is_online}; END', theirs),
             'session_set_members_offline where the view session_member is gone.'),

            ('session_adopted_is_active', 'bigint',
             'RETURNS SETOF boolean' || parsed || 'BEGIN ATOMIC SELECT true FROM ' || session_table
             || public.session_adoption_fill(' AS base WHERE base.{session_id} = $1 AND base.{is_active} FOR KEY SHARE; END', ours),
             'A row if the session is active, and then keeps it so until the transaction ends.'),

            ('session_adopted_locker', 'bigint',
             'RETURNS xid' || parsed || 'RETURN (SELECT base.xmax FROM ' || session_table
             || public.session_adoption_fill(' AS base WHERE base.{session_id} = $1 AND base.{is_active})', ours),
             'Who has locked the row of an active session, as its xmax has it. Null: it is not active.'),

            ('session_adopted_require_active', 'session_id bigint, user_id bigint',
             'RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS ' || quote_literal($body$
DECLARE
    locker xid;
BEGIN
    IF EXISTS (SELECT FROM public.session_adopted_is_active(session_id)) THEN
        locker := public.session_adopted_locker(session_id);
    END IF;

    IF locker IS NULL THEN
        PERFORM public.session_raise_inactive(session_id, user_id);
    END IF;

    PERFORM public.session_require_no_deactivation(locker, session_id, user_id);
END
$body$),
             'See session_require_active.'),

            ('session_adopted_before_deactivation', '',
             'RETURNS trigger' || definer || quote_literal(public.session_adoption_fill($body$
DECLARE
    name text;
BEGIN
    IF to_regclass('public.session') IS NOT NULL AND to_regclass('public.session_member') IS NOT NULL THEN
        PERFORM public.session_lock_for_deactivation(public.session_adopted_session_id(OLD));

        IF public.session_adopted_session_id(NEW) <> public.session_adopted_session_id(OLD) THEN
            PERFORM public.session_set_members_offline(public.session_adopted_session_id(OLD));
        END IF;
    ELSE
        BEGIN
            PERFORM public.session_adopted_lock(public.session_adopted_session_id(OLD));
        EXCEPTION
            WHEN undefined_function OR undefined_table OR undefined_column THEN
                NULL;
        END;
    END IF;

    BEGIN
        NEW.{deactivated_at} := coalesce(NEW.{deactivated_at}, now());
    EXCEPTION
        WHEN undefined_column THEN
            name := public.session_adoption_column('session', 'deactivated_at');

            IF to_jsonb(NEW) -> name = 'null' THEN
                NEW := jsonb_populate_record(NEW, jsonb_build_object(name, now()));
            END IF;
    END;

    RETURN NEW;
END
$body$, ours)),
             'Trigger of an adopted table: see session_before_deactivation.'),

            ('session_adopted_after_deactivation', '',
             'RETURNS trigger' || definer || quote_literal($body$
BEGIN
    IF to_regclass('public.session') IS NOT NULL AND to_regclass('public.session_member') IS NOT NULL THEN
        PERFORM public.session_lock_for_deactivation(public.session_adopted_session_id(NEW));
        PERFORM public.session_set_members_offline(public.session_adopted_session_id(NEW));
    ELSE
        BEGIN
            PERFORM public.session_adopted_lock(public.session_adopted_session_id(NEW));
            PERFORM public.session_adopted_set_members_offline(public.session_adopted_session_id(NEW));
        EXCEPTION
            WHEN undefined_function OR undefined_table OR undefined_column THEN
                NULL;
        END;
    END IF;

    RETURN NULL;
END
$body$),
             'Trigger of an adopted table: see session_after_deactivation.'),

            ('session_adopted_clear_deactivation', '',
             'RETURNS trigger' || definer || quote_literal(public.session_adoption_fill($body$
BEGIN
    NEW.{deactivated_at} := NULL;
    NEW.{cleanup_run_id} := NULL;
    RETURN NEW;
EXCEPTION
    WHEN undefined_column THEN
        RETURN jsonb_populate_record(NEW, (SELECT jsonb_object_agg(named.name, NULL)
                                             FROM (VALUES (public.session_adoption_column('session', 'deactivated_at')),
                                                          (public.session_adoption_column('session', 'cleanup_run_id'))) AS named (name)
                                            WHERE named.name IS NOT NULL));
END
$body$, ours)),
             'Trigger of an adopted table: see session_clear_deactivation.'),

            ('session_adopted_keep_cleanup_run_id', '',
             'RETURNS trigger' || definer || quote_literal(public.session_adoption_fill($body$
DECLARE
    name text;
BEGIN
    NEW.{cleanup_run_id} := OLD.{cleanup_run_id};
    RETURN NEW;
EXCEPTION
    WHEN undefined_column THEN
        name := public.session_adoption_column('session', 'cleanup_run_id');
        RETURN CASE
                   WHEN name IS NULL THEN NEW
                   ELSE jsonb_populate_record(NEW, jsonb_build_object(name, to_jsonb(OLD) -> name))
               END;
END
$body$, ours)),
             'Trigger of an adopted table: see session_keep_cleanup_run_id.'),

            ('session_adopted_refuse_delete', '',
             'RETURNS trigger' || definer || quote_literal($body$
BEGIN
    PERFORM public.session_raise_deletion(public.session_adopted_session_id(OLD));
    RETURN NULL;
END
$body$),
             'Trigger of an adopted table: see session_refuse_delete.'),

            ('session_adopted_set_expires_at', '',
             'RETURNS trigger' || definer || quote_literal(public.session_adoption_fill($body$
DECLARE
    name text;
BEGIN
    NEW.{expires_at} := public.session_first_expiry(NEW.{session_type});
    RETURN NEW;
EXCEPTION
    WHEN undefined_column THEN
        name := public.session_adoption_column('session', 'expires_at');
        RETURN CASE
                   WHEN name IS NULL THEN NEW
                   ELSE jsonb_populate_record(NEW, jsonb_build_object(
                            name,
                            public.session_first_expiry(to_jsonb(NEW) ->> public.session_adoption_column('session', 'session_type'))))
               END;
END
$body$, ours)),
             'Trigger of an adopted table: see session_set_expires_at.'),

            ('session_adopted_move_expires_at', '',
             'RETURNS trigger' || definer || quote_literal(public.session_adoption_fill($body$
DECLARE
    name     text;
    activity text;
BEGIN
    NEW.{expires_at} := public.session_moved_expiry(OLD.{expires_at}, OLD.{last_activity_at}, NEW.{last_activity_at});
    RETURN NEW;
EXCEPTION
    WHEN undefined_column THEN
        name := public.session_adoption_column('session', 'expires_at');
        activity := public.session_adoption_column('session', 'last_activity_at');
        RETURN CASE
                   WHEN name IS NULL OR activity IS NULL THEN NEW
                   ELSE jsonb_populate_record(NEW, jsonb_build_object(
                            name,
                            public.session_moved_expiry((to_jsonb(OLD) ->> name)::timestamptz,
                                                        (to_jsonb(OLD) ->> activity)::timestamptz,
                                                        (to_jsonb(NEW) ->> activity)::timestamptz)))
               END;
END
$body$, ours)),
             'Trigger of an adopted table: activity moves expires_at by as much as it moves the last activity.'),

            ('session_adopted_member_require_active_session', '',
             'RETURNS trigger' || definer || quote_literal($body$
BEGIN
    IF to_regclass('public.session') IS NOT NULL THEN
        PERFORM public.session_adopted_require_active(public.session_adopted_member_session_id(NEW),
                                                      public.session_adopted_member_user_id(NEW));
    ELSE
        BEGIN
            PERFORM public.session_adopted_require_active(public.session_adopted_member_session_id(NEW),
                                                          public.session_adopted_member_user_id(NEW));
        EXCEPTION
            WHEN undefined_function OR undefined_table OR undefined_column THEN
                NULL;
        END;
    END IF;

    RETURN NULL;
END
$body$),
             'Trigger of an adopted table: see session_member_require_active_session.')
          ) AS part (name, arguments, declaration, comment)
    LOOP
        RETURN NEXT format('CREATE OR REPLACE FUNCTION public.%I(%s) %s', made.name, made.arguments, made.declaration);
        RETURN NEXT format('COMMENT ON FUNCTION public.%I(%s) IS %L', made.name, made.arguments, made.comment);
        RETURN NEXT format('REVOKE EXECUTE ON FUNCTION public.%I(%s) FROM PUBLIC', made.name, made.arguments);

        -- Whoever adopts, the owner of Session Cleanup upgrades them, and the rules work with his privileges.
        RETURN QUERY
        SELECT format('ALTER FUNCTION public.%I(%s) OWNER TO %s', made.name, made.arguments, owner)
         WHERE owner <> current_user::regrole;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION public.session_adopted_function_statements(regclass, regclass, jsonb) IS
    'The statements that make the trigger functions of two adopted tables, of which columns names the columns.';

REVOKE EXECUTE ON FUNCTION public.session_adopted_function_statements(regclass, regclass, jsonb) FROM PUBLIC;
