from django.contrib import admin
from django.urls import path

from homepage import views

urlpatterns = [
    path('admin/', admin.site.urls),
    path('sessions/', views.session_list),
    path('sessions/create/', views.create),
    path('sessions/<uuid:share_id>/', views.detail),
    path('sessions/<uuid:share_id>/join/', views.join),
    path('sessions/<uuid:share_id>/message/', views.message),
    path('sessions/<uuid:share_id>/end/', views.end),
]
