from django.contrib import admin

from homepage.models import SessionMember, SharedCode


class MemberInline(admin.TabularInline):
    model = SessionMember
    extra = 0


@admin.register(SharedCode)
class SharedCodeAdmin(admin.ModelAdmin):
    list_display = ['title', 'user', 'session_type', 'is_active', 'expires_at']
    list_filter = ['session_type', 'is_active']
    search_fields = ['title']
    date_hierarchy = 'created_at'
    inlines = [MemberInline]
