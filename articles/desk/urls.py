"""The addresses of the desk (contract.md, Web)."""

from django.urls import path

from . import (
    acting,
    agreeing,
    choosing,
    health,
    home,
    interests,
    onboarding,
    publishing,
    reading,
    receipts,
    reviewing,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("articles/", reading.article_list, name="article-list"),
    path("articles/<slug:slug>/", reading.article, name="article"),
    path("articles/<slug:slug>/versions/<int:number>/", reading.version, name="version"),
    path("articles/<slug:slug>/reviewers/", choosing.choose, name="choose-reviewers"),
    path("articles/<slug:slug>/<slug:name>/", acting.transition, name="transition"),
    path("review/", reviewing.review_list, name="review-list"),
    path("review/<int:review_id>/", reviewing.review, name="review"),
    path("review/<int:review_id>/accept/", reviewing.accept, name="review-accept"),
    path("review/<int:review_id>/decline/", reviewing.decline, name="review-decline"),
    path("review/<int:review_id>/sign/", reviewing.sign, name="sign"),
    path("review/<int:review_id>/release/", choosing.release, name="review-release"),
    path("review/<int:review_id>/interest/", interests.declare, name="review-interest"),
    path("review/<int:review_id>/interest/decide/", interests.decide, name="interest-decide"),
    path("signatures/<uuid:signature_id>/", receipts.receipt, name="receipt"),
    path("publish/", publishing.publish_desk, name="publish-desk"),
    path("join/<slug:token>/", onboarding.join, name="join"),
    path("agreement/", agreeing.agreement, name="agreement"),
    path("agreement/new/", agreeing.agreement_new, name="agreement-new"),
    path("agreement/<int:number>/", agreeing.agreement_version, name="agreement-version"),
    path("disclosure/", onboarding.disclosure, name="disclosure"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
