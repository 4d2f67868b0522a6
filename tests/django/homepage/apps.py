from django.apps import AppConfig


class HomepageConfig(AppConfig):
    name = 'homepage'
    default_auto_field = 'django.db.models.BigAutoField'
