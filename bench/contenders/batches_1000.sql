CALL cleanup_sessions_in_batches(1000);
