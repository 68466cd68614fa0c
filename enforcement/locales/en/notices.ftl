# The words of every notice. A message is the body; its attribute .subject is the subject line.
# Names of capabilities, guidelines, grounds and reasons stand at the end. `none` stands for a fact that is absent.

## Strikes

reminder =
    Your post { $post_id } was taken down because it breaks the guideline "{ $guideline }" (level { $level }).
    { decided }

    This is a reminder; it restricts nothing. { works }
    It counts { $points ->
        [one] one point
       *[other] { $points } points
    }; your score is now { $score }. { $next_points ->
        [none] There is no further step.
       *[other] From { $next_points } points on: { $next_capabilities }.
    }

    { -appeal }
    Until { $appeal_until }: { $appeal_url }
    Policy { $policy_version }, { $clause }.
    .subject = A reminder about our guidelines

last_reminder =
    Your post { $post_id } was taken down because it breaks the guideline "{ $guideline }" (level { $level }).
    { decided }

    This is the last reminder; it restricts nothing yet. { works }
    It counts { $points ->
        [one] one point
       *[other] { $points } points
    }; your score is now { $score }. { $next_points ->
        [none] There is no further step.
       *[other] From { $next_points } points on: { $next_capabilities }.
    }

    { -appeal }
    Until { $appeal_until }: { $appeal_url }
    Policy { $policy_version }, { $clause }.
    .subject = Last reminder before restrictions

strike_recorded =
    Your post { $post_id } was taken down because it breaks the guideline "{ $guideline }" (level { $level }).
    { decided }

    { $why ->
        [stale] The post is old, so it counts no points.
        [same_incident] It belongs to something that was counted before, so it counts no points again.
       *[past] A restriction for it would be over already, so there is none.
    } Your score is { $score }.

    { -appeal }
    Until { $appeal_until }: { $appeal_url }
    Policy { $policy_version }, { $clause }.
    .subject = A decision about your post was recorded

restricted =
    Your post { $post_id } was taken down because it breaks the guideline "{ $guideline }" (level { $level }).
    { decided }

    Restricted from now on:
    { $capabilities }
    { works }

    Why: this counts { $points ->
        [one] one point
       *[other] { $points } points
    }, and your score is { $score }. { $rung ->
        [zero_tolerance] For this guideline one breach is enough.
       *[other] The step that begins at { $rung } points applies.
    } { $earlier_strikes ->
        [none] There are no earlier decisions that count.
       *[other] Earlier decisions that count: { $earlier_strikes }.
    } { $posts_observed ->
        [none] How many posts you have published is not known any more.
       *[other] We know of { $posts_observed } public posts of yours in the window.
    }
    { $confirm_by ->
        [none] { "" }
       *[other] A person is to confirm this by { $confirm_by }.
    }
    { $next_points ->
        [none] There is no further step.
       *[other] The next step begins at { $next_points } points: { $next_capabilities }.
    }

    { -appeal }
    Until { $appeal_until }: { $appeal_url }
    Policy { $policy_version }, { $clause }.
    .subject = Your profile is restricted

changed =
    What is restricted: { $capabilities }. Its new end: { $until }.
    Why: { $reason }. Policy { $policy_version }.
    .subject = A restriction of your profile has changed

lifted =
    These work again: { $capabilities }.
    Why: { $reason }. Policy { $policy_version }.
    .subject = A restriction of your profile has ended

service_restricted =
    Claims about rights in what you posted were found justified { $rulings } times. Until { $until } you cannot use { $scope ->
        [open_chat] open chat
       *[messenger] the messenger
    }.
    Policy { $policy_version }, { $clause }.

    { -appeal }
    { $appeal_url }
    .subject = The service is restricted for you

## Redress

appeal_received =
    We have your appeal { $appeal_id } about { $target }. A person other than the first decider reads it; it costs nothing.
    You will hear from us by { $acknowledge_by }, and it will be decided by { $decide_by }.
    .subject = We have received your appeal

appeal_refused =
    Your appeal { $appeal_id } about { $target } was not taken: { $reason ->
        [unknown_target] we know of no such decision about your profile, or it was taken back already
        [too_late] the time for it is over
        [already_open] an appeal about it is open already
       *[already_decided] an appeal about it was decided already
    }.
    .subject = Your appeal was not taken

appeal_upheld =
    A person other than the first decider has read your appeal { $appeal_id } about { $cause }. The decision stands.
    { $reason ->
        [none] { "" }
       *[other] Reason: { $reason }
    }
    You may also turn to a certified body for out-of-court disputes, or to a court: { $external_redress }
    .subject = Your appeal was decided: the decision stands

appeal_overturned =
    A person other than the first decider has read your appeal { $appeal_id } about { $cause }. You were right.
    { $reason ->
        [none] { "" }
       *[other] Reason: { $reason }
    }
    { $restored ->
        [none] Nothing was restricted because of it any more.
       *[other] These work again: { $restored }.
    } What followed from it is taken back.
    .subject = Your appeal was decided: you were right

decision_reversed =
    We have taken back our decision { $cause } about you. It does not count any more.
    { $reason ->
        [none] { "" }
       *[other] Reason: { $reason }
    }
    { $restored ->
        [none] Nothing was restricted because of it any more.
       *[other] These work again: { $restored }.
    }
    .subject = We have taken a decision back

## Reports

report_outcome =
    Thank you. { $outcome ->
        [upheld] The post { $post_id } that you reported ({ $report_id }) breaks a guideline and was taken down, or blocked.
        [dismissed] The post { $post_id } that you reported ({ $report_id }) breaks no guideline. Reporting it in good faith was right.
       *[unfounded] The post { $post_id } that you reported ({ $report_id }) plainly breaks no guideline.
    }
    .subject = What came of your report

reporter_warned =
    Of your last { $settled } reports decided within { $window_days } days, { $unfounded } were plainly unfounded.
    Honest mistakes do not count. If this goes on, your reports will carry no weight for a while.
    .subject = Please report with care

reporter_suspended =
    Many of your reports were plainly unfounded. Until { $until } your reports carry no weight; those about the gravest harm are always read.
    Policy { $policy_version }.

    { -appeal }
    { $appeal_url }
    .subject = Your reports carry no weight for a while

## Claims

claim_refused =
    Your claim { $claim_id } about { $post_id } ({ $ground }) was not accepted: { $reason ->
        [evidence_required] it came without evidence
        [out_of_scope] claims are not taken for this kind of content
        [already_removed] the item was removed already
        [already_claimed] you made this claim before
        [too_many] too many claims about this item were accepted already
       *[too_late] the time in which the item would be blocked is over
    }.
    .subject = Your claim was not accepted

claim_accepted =
    Your claim { $claim_id } about { $post_id } ({ $ground }) was accepted. The item is blocked until { $until }.
    Its author may ask for it to be re-posted. Policy { $policy_version }.
    .subject = Your claim was accepted

claim_decided =
    Your claim { $claim_id } about { $post_id } ({ $ground }) has ended: { $outcome ->
        [infringing] it was found justified, and the item is removed
        [unfounded] it was found unfounded
        [withdrawn] it was withdrawn
        [removed] the time of the block is over, and the item is removed
       *[released] the time of the block is over
    }.
    .subject = Your claim has ended

content_blocked =
    Somebody claims a right in your post { $post_id } ({ $ground }). It is blocked until { $until }.
    If you think it should be seen, ask for it to be re-posted until { $repost_until }: { $repost_url }
    It costs nothing. Policy { $policy_version }.
    .subject = Your post is blocked for now

counter_claim_received =
    We have your request { $counter_claim_id } to re-post { $post_id } ({ $ground }). { $blocked ->
        [yes] The item is released when the block ends on { $until }, unless the claim is found justified before.
       *[no] The item is not blocked by this claim any more.
    }
    .subject = We have received your request for re-posting

content_released =
    Your post { $post_id } can be seen again ({ $ground }). Policy { $policy_version }.
    .subject = Your post can be seen again

content_removed =
    Your post { $post_id } was removed after a claim about rights in it ({ $ground }). Policy { $policy_version }.
    .subject = Your post was removed

erased =
    Everything we kept about this profile is erased ({ $erasure_id }).
    .subject = Your data are erased

## Sentences that many share

-appeal = You may contest this. It costs nothing, and a person other than the first decider reads it.
decided = { $automated ->
        [yes] An automated system found and decided this.
       *[no] A person decided this.
    }

works = { $still_works ->
        [none] Nothing else works for now.
       *[other] These work: { $still_works }.
    }

## Names

open-end = when a person decides so
until = until { $time }
until-open = until a person ends it
feed_search = being seen in feed and search
notifications = being seen in notifications
comments = comments
creation = posting
reporting = reporting
service = using the service
matching = what fits the post
a-reminder = a reminder

reason-expired = its time is over
reason-overturned = your appeal was won
reason-reversed = we took a decision back
reason-corrected = a decision that came late changed what follows
reason-erased = your data were erased
reason-released = it was released

ground-personal_information = personal information
ground-portrait = right to one's own picture
ground-defamation = defamation
ground-intellectual_property = intellectual property
ground-other_right = another right

guideline-terrorism_extremism = Terrorism and extremism
guideline-child_abuse = Child abuse
guideline-graphic_obscene_sexual = Graphic, obscene and sexual content
guideline-malicious_programs = Malicious programs
guideline-illegal_activities = Illegal activities
guideline-sexual_harassment = Sexual harassment
guideline-hate_speech_discrimination = Hate speech and discrimination
guideline-religiously_offensive = Religiously offensive content
guideline-violent_content = Violent content
guideline-dangerous_content = Dangerous content
guideline-intellectual_property = Intellectual property
guideline-identity_theft = Identity theft
guideline-privacy_violation = Privacy violation
guideline-abusive_content = Abusive content
guideline-spam = Spam
guideline-misinformation = Misinformation
guideline-cyberbullying_harassment = Cyberbullying and harassment
guideline-private_information = Private information
