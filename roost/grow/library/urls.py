from __future__ import annotations

from django.urls import path

from roost.grow.library import views

app_name = "library"
urlpatterns = [
    path("grow/library/", views.library, name="search"),
    path("grow/library/mine/", views.mine, name="mine"),
    path("grow/library/add/<slug:kind>/", views.add, name="add"),
    path("grow/library/cards/<slug:key>/", views.card, name="card"),
    path("grow/library/cards/<slug:key>/tried/", views.say_card_tried, name="card-tried"),
    path("grow/library/items/<int:number>/", views.item, name="item"),
    path("grow/library/items/<int:number>/file/", views.file, name="file"),
    path("grow/library/items/<int:number>/change/", views.change, name="change"),
    path("grow/library/items/<int:number>/withdraw/", views.withdraw, name="withdraw"),
    path("grow/library/items/<int:number>/return/", views.put_back, name="return"),
    path("grow/library/items/<int:number>/delete/", views.delete, name="delete"),
    path("grow/library/items/<int:number>/remove/", views.remove, name="remove"),
    path("grow/library/items/<int:number>/tried/", views.say_item_tried, name="item-tried"),
    path("grow/library/tried/<int:number>/untried/", views.take_back, name="untried"),
]
