SELECT cleanup_sessions();
