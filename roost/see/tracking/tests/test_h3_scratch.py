import time
from django.contrib.sessions.backends.db import SessionStore
from roost.see.tracking.tests.test_streams import *  # noqa
from roost.see.tracking.views import boards
def test_x(program, member, client_for, django_assert_num_queries):
    s = client_for(member).session
    with django_assert_num_queries(4):
        assert boards._may_stay(s, program)
    t=time.time()
    for _ in range(500): boards._may_stay(s, program)
    print("ms each", (time.time()-t)*2)
