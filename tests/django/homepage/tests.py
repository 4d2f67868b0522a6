"""The application's own tests. They know nothing of Session Cleanup, and run the same before and after it adopts the tables."""
import datetime
import uuid

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Count, F, Max, Q
from django.test import TestCase
from django.utils import timezone

from homepage.models import SessionMember, SharedCode


class ApplicationTestCase(TestCase):
    def setUp(self):
        self.user = User.objects.create(username=f'tester-{uuid.uuid4()}', is_staff=True, is_superuser=True)
        self.other = User.objects.create(username=f'other-{uuid.uuid4()}')
        self.client.force_login(self.user)

    def session(self, days=7, **fields):
        expires_at = timezone.now() + datetime.timedelta(days=days) if days is not None else None
        return SharedCode.objects.create(**{'user': self.user, 'title': 'room', 'session_type': 'collaborative',
                                            'expires_at': expires_at, **fields})


class ViewTests(ApplicationTestCase):
    def test_a_page_creates_a_session_with_its_owner_online(self):
        share_id = self.client.post('/sessions/create/', {'title': 'mine', 'days': 3}).json()['share_id']
        session = SharedCode.objects.get(share_id=share_id)
        self.assertEqual((session.title, session.user, session.is_active), ('mine', self.user, True))
        self.assertTrue(session.members.get().is_online)

    def test_the_list_counts_members_online(self):
        session = self.session(title=f'listed-{uuid.uuid4()}')
        SessionMember.objects.create(session=session, user=self.user, is_online=True)
        SessionMember.objects.create(session=session, user=self.other)
        listed = {row['title']: row['online'] for row in self.client.get('/sessions/').json()['sessions']}
        self.assertEqual(listed[session.title], 1)

    def test_a_page_shows_a_session_and_counts_views(self):
        session = self.session()
        self.client.get(f'/sessions/{session.share_id}/')
        self.assertEqual(self.client.get(f'/sessions/{session.share_id}/').json()['views'], 2)

    def test_a_user_joins_and_joins_again(self):
        session = self.session()
        self.client.post(f'/sessions/{session.share_id}/join/')
        self.assertEqual(self.client.post(f'/sessions/{session.share_id}/join/').json()['online'], 1)

    def test_a_message_moves_the_last_activity(self):
        session = self.session()
        self.client.post(f'/sessions/{session.share_id}/message/')
        self.assertGreater(SharedCode.objects.get(pk=session.pk).last_activity, session.last_activity)

    def test_a_page_ends_a_session(self):
        session = self.session()
        self.client.post(f'/sessions/{session.share_id}/end/')
        self.assertFalse(self.client.get(f'/sessions/{session.share_id}/').json()['active'])


class OrmTests(ApplicationTestCase):
    def test_create_returns_the_key(self):
        self.assertIsNotNone(self.session().pk)

    def test_a_session_without_expiry_keeps_none(self):
        self.assertIsNone(SharedCode.objects.get(pk=self.session(days=None).pk).expires_at)

    def test_update_and_refresh(self):
        session = self.session()
        SharedCode.objects.filter(pk=session.pk).update(title='renamed', fork_count=F('fork_count') + 1)
        session.refresh_from_db()
        self.assertEqual((session.title, session.fork_count), ('renamed', 1))

    def test_save_of_some_fields(self):
        session = self.session()
        session.code_content = 'print(1)'
        session.save(update_fields=['code_content', 'updated_at'])
        self.assertEqual(SharedCode.objects.get(pk=session.pk).code_content, 'print(1)')

    def test_a_stale_save_wins(self):
        session = self.session()
        stale = SharedCode.objects.get(pk=session.pk)
        SharedCode.objects.filter(pk=session.pk).update(title='first')
        stale.title = 'second'
        stale.save()
        session.refresh_from_db()
        self.assertEqual(session.title, 'second')

    def test_a_session_ends_and_begins_again(self):
        session = self.session()
        for is_active in (False, True):
            session.is_active = is_active
            session.save()
            self.assertEqual(SharedCode.objects.get(pk=session.pk).is_active, is_active)

    def test_a_stale_save_makes_an_ended_session_active(self):
        session = self.session()
        stale = SharedCode.objects.get(pk=session.pk)
        SharedCode.objects.filter(pk=session.pk).update(is_active=False)
        stale.save()
        self.assertTrue(SharedCode.objects.get(pk=session.pk).is_active)

    def test_bulk_create_with_conflicts(self):
        session = self.session()
        rows = [SessionMember(session=session, user=user) for user in (self.user, self.other)]
        SessionMember.objects.bulk_create(rows)
        SessionMember.objects.bulk_create(rows + [SessionMember(session=session, user=User.objects.create(username='third'))],
                                          ignore_conflicts=True)
        self.assertEqual(session.members.count(), 3)

    def test_bulk_update(self):
        sessions = [self.session(title=f'{number}') for number in range(3)]
        for session in sessions:
            session.is_public = True
        SharedCode.objects.bulk_update(sessions, ['is_public'])
        self.assertEqual(SharedCode.objects.filter(pk__in=[session.pk for session in sessions], is_public=True).count(), 3)

    def test_get_or_create_and_update_or_create(self):
        session = self.session()
        _, created = SessionMember.objects.get_or_create(session=session, user=self.user)
        _, created_again = SessionMember.objects.update_or_create(session=session, user=self.user, defaults={'is_online': True})
        self.assertEqual((created, created_again), (True, False))

    def test_select_for_update(self):
        session = self.session()
        with transaction.atomic():
            locked = SharedCode.objects.select_for_update(skip_locked=True).get(pk=session.pk)
            locked.view_count += 1
            locked.save()
        self.assertEqual(SharedCode.objects.get(pk=session.pk).view_count, 1)

    def test_annotate_and_group_by(self):
        session = self.session()
        SessionMember.objects.create(session=session, user=self.user, is_online=True)
        SessionMember.objects.create(session=session, user=self.other)
        counted = SharedCode.objects.annotate(all=Count('members'), online=Count('members', filter=Q(members__is_online=True)))
        row = counted.get(pk=session.pk)
        self.assertEqual((row.all, row.online, row.title), (2, 1, 'room'))
        types = SharedCode.objects.values('session_type').annotate(number=Count('id'), last=Max('last_activity'))
        self.assertIn('collaborative', [row['session_type'] for row in types])

    def test_joins_and_subqueries(self):
        session = self.session()
        SessionMember.objects.create(session=session, user=self.other, is_online=True)
        self.assertEqual(list(SharedCode.objects.filter(members__user=self.other).values_list('pk', flat=True)), [session.pk])
        self.assertTrue(SessionMember.objects.select_related('session').get(session__share_id=session.share_id).session.is_active)

    def test_json_fields(self):
        session = self.session(session_state={'cursor': [1, 2]})
        self.assertEqual(SharedCode.objects.get(session_state__cursor=[1, 2], pk=session.pk), session)

    def test_a_member_leaves(self):
        session = self.session()
        SessionMember.objects.create(session=session, user=self.user, is_online=True)
        session.members.filter(user=self.user).delete()
        self.assertEqual(session.members.count(), 0)

    def test_a_member_before_the_session_in_one_transaction(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('homepage_sharedcode', 'id'))")
            key = cursor.fetchone()[0]
        SessionMember.objects.create(session_id=key, user=self.user)
        self.session(pk=key)
        connection.check_constraints()

    def test_a_savepoint_rolls_back(self):
        session = self.session()
        try:
            with transaction.atomic():
                session.is_active = False
                session.save()
                raise ValueError
        except ValueError:
            pass
        self.assertTrue(SharedCode.objects.get(pk=session.pk).is_active)


class AdminTests(ApplicationTestCase):
    def test_lists_filters_and_searches(self):
        self.session(title='findable')
        for query in ('', '?is_active__exact=1', '?o=5.-1', '?session_type__exact=collaborative&q=findable'):
            page = self.client.get(f'/admin/homepage/sharedcode/{query}')
            self.assertEqual(page.status_code, 200)
        self.assertContains(page, 'findable')

    def test_changes_a_session(self):
        session = self.session()
        page = self.client.get(f'/admin/homepage/sharedcode/{session.pk}/change/')
        self.assertEqual(page.status_code, 200)
        form = {name: value if value is not None else ''
                for name, value in page.context['adminform'].form.initial.items() if not isinstance(value, (list, dict))}
        form.update({'title': 'by the admin', 'description': 'd', 'code_content': 'c', 'user': self.user.pk, 'is_active': 'on',
                     'imported_files': '[1]', 'session_state': '{"a": 1}', 'expires_at_0': '2030-01-01', 'expires_at_1': '00:00:00',
                     'members-TOTAL_FORMS': 0, 'members-INITIAL_FORMS': 0})
        answer = self.client.post(f'/admin/homepage/sharedcode/{session.pk}/change/', form)
        self.assertEqual(answer.status_code, 302, answer.content[:2000] if answer.status_code == 200 else '')
        self.assertEqual(SharedCode.objects.get(pk=session.pk).title, 'by the admin')


class EndedSessionTests(ApplicationTestCase):
    """What the rule refuses that nobody is online in an inactive session (SC001)."""

    def test_a_user_joins_an_ended_session(self):
        session = self.session(is_active=False)
        SessionMember.objects.create(session=session, user=self.user, is_online=True)

    def test_a_member_comes_online_in_an_ended_session(self):
        session = self.session(is_active=False)
        member = SessionMember.objects.create(session=session, user=self.user)
        member.is_online = True
        member.save()


class DeletionTests(ApplicationTestCase):
    """What the rule refuses, where it is chosen, that sessions are kept (SC002)."""

    def test_a_session_is_deleted(self):
        session = self.session()
        SessionMember.objects.create(session=session, user=self.user, is_online=True)
        session.delete()
        self.assertFalse(SharedCode.objects.filter(share_id=session.share_id).exists())

    def test_a_user_is_deleted_with_his_sessions(self):
        session = self.session(user=self.other)
        self.other.delete()
        self.assertFalse(SharedCode.objects.filter(pk=session.pk).exists())
