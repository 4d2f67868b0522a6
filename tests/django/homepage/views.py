"""The application's pages, as JSON. Activity writes last_activity, never expires_at; a session ends by is_active."""
import datetime

from django.db.models import Count, F, Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from homepage.models import SessionMember, SharedCode


def session_list(request):
    sessions = SharedCode.objects.filter(is_active=True).annotate(
        online=Count('members', filter=Q(members__is_online=True))).order_by('-created_at')[:20]
    return JsonResponse({'sessions': [{'title': session.title, 'online': session.online} for session in sessions]})


def create(request):
    session = SharedCode.objects.create(
        user=request.user, title=request.POST['title'], session_type='collaborative',
        expires_at=timezone.now() + datetime.timedelta(days=int(request.POST.get('days', 7))))
    SessionMember.objects.create(session=session, user=request.user, permission='edit', is_online=True)
    return JsonResponse({'share_id': str(session.share_id)})


def detail(request, share_id):
    SharedCode.objects.filter(share_id=share_id).update(view_count=F('view_count') + 1)
    session = get_object_or_404(SharedCode.objects.select_related('user'), share_id=share_id)
    return JsonResponse({'title': session.title, 'owner': session.user.username, 'views': session.view_count,
                         'active': session.is_active})


def join(request, share_id):
    session = get_object_or_404(SharedCode, share_id=share_id)
    SessionMember.objects.update_or_create(session=session, user=request.user, defaults={'is_online': True})
    return JsonResponse({'online': session.members.filter(is_online=True).count()})


def message(request, share_id):
    SharedCode.objects.filter(share_id=share_id).update(last_activity=timezone.now())
    return JsonResponse({})


def end(request, share_id):
    session = get_object_or_404(SharedCode, share_id=share_id)
    session.is_active = False
    session.save()
    return JsonResponse({})
