"""Runs the application's tests in the database that is there, each in a transaction that is rolled back."""
from django.test.runner import DiscoverRunner


class ExistingDatabase(DiscoverRunner):
    def setup_databases(self, **kwargs):
        return []

    def teardown_databases(self, old_config, **kwargs):
        pass
