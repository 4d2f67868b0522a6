CALL cleanup_sessions_in_batches(10000);
