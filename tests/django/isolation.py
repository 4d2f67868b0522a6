"""Two connections of the ORM at once, above READ COMMITTED: python3 isolation.py. It prints one line and commits what it did."""
import datetime
import os
import threading

import django

os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.db import OperationalError, connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from homepage.models import SessionMember, SharedCode  # noqa: E402


def come_online(member):
    member.is_online = True
    member.save()
    connection.close()


def close_with_an_old_snapshot(session, member):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
        SharedCode.objects.get(pk=session.pk)
        joiner = threading.Thread(target=come_online, args=[member])
        joiner.start()
        joiner.join()
        session.is_active = False
        session.save()


user = User.objects.create(username=f'isolated-{timezone.now().timestamp()}')
session = SharedCode.objects.create(user=user, title='isolated', session_type='collaborative',
                                    expires_at=timezone.now() + datetime.timedelta(days=7))
member = SessionMember.objects.create(session=session, user=user)

try:
    close_with_an_old_snapshot(session, member)
    outcome = 'closed'
except OperationalError as error:
    outcome = error.__cause__.pgcode

session.refresh_from_db()
member.refresh_from_db()
print(outcome, 'active' if session.is_active else 'inactive', 'online' if member.is_online else 'offline')
