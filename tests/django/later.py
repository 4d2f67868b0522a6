"""Later migrations of the application, by name: python3 later.py NAME... Each prints one line: its name, and done or the SQLSTATE."""
import os
import sys

import django

os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')
django.setup()

from django.apps import apps  # noqa: E402
from django.db import DatabaseError, connection, models  # noqa: E402
from django.db.migrations import operations as op  # noqa: E402
from django.db.migrations.state import ProjectState  # noqa: E402

MIGRATIONS = {
    'add_a_column': op.AddField('SharedCode', 'theme', models.CharField(max_length=20, default='dark')),
    'add_a_column_to_members': op.AddField('SessionMember', 'color', models.CharField(max_length=20, null=True)),
    'alter_a_column': op.AlterField('SharedCode', 'language', models.CharField(max_length=80, default='python')),
    'allow_null': op.AlterField('SharedCode', 'description', models.TextField(null=True)),
    'rename_a_column': op.RenameField('SharedCode', 'code_content', 'code'),
    'remove_a_column': op.RemoveField('SharedCode', 'fork_count'),
    'add_an_index': op.AddIndex('SharedCode', models.Index(fields=['language'], name='homepage_language_idx')),
    'add_a_constraint': op.AddConstraint('SharedCode', models.CheckConstraint(check=models.Q(view_count__gte=0), name='views')),
    'add_a_table_with_a_foreign_key': op.CreateModel('Comment', [
        ('id', models.BigAutoField(primary_key=True)),
        ('session', models.ForeignKey('homepage.SharedCode', models.CASCADE)),
        ('text', models.TextField())]),
    'rename_mapped_columns': [
        op.RenameField('SharedCode', 'last_activity', 'used_at'),
        op.RenameField('SharedCode', 'expires_at', 'ends_at'),
        op.RenameField('SharedCode', 'is_active', 'is_open'),
        op.RenameField('SessionMember', 'is_online', 'is_here')],
    'rename_a_table': op.AlterModelTable('SharedCode', 'homepage_room'),
    'alter_a_mapped_column': op.AlterField('SharedCode', 'title', models.CharField(max_length=300)),
    'remove_a_mapped_column': op.RemoveField('SharedCode', 'title'),
}

state = ProjectState.from_apps(apps)
for name in sys.argv[1:] or MIGRATIONS:
    outcome = 'done'
    for operation in MIGRATIONS[name] if isinstance(MIGRATIONS[name], list) else [MIGRATIONS[name]]:
        after = state.clone()
        operation.state_forwards('homepage', after)
        try:
            with connection.schema_editor() as editor:
                operation.database_forwards('homepage', editor, state, after)
            state = after
        except DatabaseError as error:
            outcome = error.__cause__.pgcode
    print(name, outcome)
