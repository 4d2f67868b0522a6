"""Shared code sessions as an application has them that was written without Session Cleanup in mind."""
import uuid

from django.conf import settings
from django.db import models


def own(name):
    """A name of Session Cleanup's tables, where the models are on those; None: the name that Django gives."""
    return name if settings.ON_OWN_TABLES else None


class SharedCode(models.Model):
    id = models.BigAutoField(primary_key=True, db_column=own('session_id'))
    share_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_column=own('owner_id'))
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    code_content = models.TextField(blank=True)
    language = models.CharField(max_length=50, default='python')
    session_type = models.CharField(max_length=20, default='simple',
                                    choices=[('simple', 'Simple'), ('collaborative', 'Collaborative')])
    is_active = models.BooleanField(default=True)
    is_public = models.BooleanField(default=False)
    view_count = models.IntegerField(default=0)
    fork_count = models.IntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    last_activity = models.DateTimeField(auto_now_add=True, db_column=own('last_activity_at'))
    expires_at = models.DateTimeField(null=True, blank=True)
    imported_files = models.JSONField(default=list)
    session_state = models.JSONField(default=dict)

    class Meta:
        db_table = own('session') or 'homepage_sharedcode'
        indexes = [models.Index(fields=['share_id']),
                   models.Index(fields=['user', '-created_at']),
                   models.Index(fields=['session_type', 'is_active']),
                   models.Index(fields=['last_activity']),
                   models.Index(fields=['expires_at'])]

    def __str__(self):
        return self.title


class SessionMember(models.Model):
    session = models.ForeignKey(SharedCode, on_delete=models.CASCADE, related_name='members')
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    permission = models.CharField(max_length=10, default='view', choices=[('view', 'View'), ('edit', 'Edit')])
    is_online = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    last_active = models.DateTimeField(auto_now=True, db_column=own('last_active_at'))

    class Meta:
        db_table = own('session_member') or 'homepage_sessionmember'
        unique_together = [('session', 'user')]
