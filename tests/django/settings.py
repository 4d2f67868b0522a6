"""Settings of the application that the tests adopt. The connection is libpq's: the PG* variables."""
import os

SECRET_KEY = 'not a secret: the tests serve nothing'
INSTALLED_APPS = ['django.contrib.admin', 'django.contrib.auth', 'django.contrib.contenttypes',
                  'django.contrib.messages', 'django.contrib.sessions', 'homepage']
MIDDLEWARE = ['django.contrib.sessions.middleware.SessionMiddleware',
              'django.contrib.auth.middleware.AuthenticationMiddleware',
              'django.contrib.messages.middleware.MessageMiddleware']
TEMPLATES = [{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True,
              'OPTIONS': {'context_processors': ['django.template.context_processors.request',
                                                 'django.contrib.auth.context_processors.auth',
                                                 'django.contrib.messages.context_processors.messages']}}]
ROOT_URLCONF = 'urls'
ALLOWED_HOSTS = ['testserver']
DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql',
                         'NAME': os.environ['PGDATABASE'],
                         'USER': os.environ['PGUSER'],
                         'PASSWORD': os.environ.get('PGPASSWORD', ''),
                         'HOST': os.environ['PGHOST'],
                         'PORT': os.environ['PGPORT']}}
DEFAULT_AUTO_FIELD = 'django.db.models.BigAutoField'
# Whether the models are on the tables of Session Cleanup, or on tables that Django makes, which are adopted.
ON_OWN_TABLES = os.environ.get('ON_OWN_TABLES') == 'yes'
MIGRATION_MODULES = {'homepage': 'homepage.migrations_own'} if ON_OWN_TABLES else {}
USE_TZ = True
TIME_ZONE = 'Europe/Berlin'
STATIC_URL = '/static/'
PASSWORD_HASHERS = ['django.contrib.auth.hashers.MD5PasswordHasher']
TEST_RUNNER = 'runner.ExistingDatabase'
