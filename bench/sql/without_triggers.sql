-- The tables as an application without Session Cleanup has them.
ALTER TABLE session DISABLE TRIGGER USER;
ALTER TABLE session_member DISABLE TRIGGER USER;
