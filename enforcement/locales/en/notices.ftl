# The words of every notice. A message is the body; its attribute .subject is the subject line.
# `none` stands for a fact that is absent or an empty list, `yes` and `no` for what is true or not.

## Strikes

reminder =
    { taken-down }

    This is a reminder. It restricts nothing. { works }

    { counts }
    { next-step }

    { appeal }

    { -external }
    { policy }
    .subject = A reminder about one of your posts

last_reminder =
    { taken-down }

    This is the last reminder before restrictions. It restricts nothing yet. { works }

    { counts }
    { next-step }

    { appeal }

    { -external }
    { policy }
    .subject = Last reminder before restrictions

strike_recorded =
    { taken-down }

    { $why ->
        [stale] The post is so old that it adds no points.
        [same_incident] It belongs to something we have already counted, so it adds no points again.
       *[past] A restriction for it would already be over, so there is none.
    }
    Nothing is restricted because of it. Your score is { $score }.

    { appeal }

    { -external }
    { policy }
    .subject = We recorded a decision about one of your posts

restricted =
    { taken-down }
    { $confirm_by ->
        [none] { "" }
       *[other] A person is to check this decision by { $confirm_by }.
    }

    This is restricted, from { $from } on:
    { $capabilities }
    { works }

    { counts }
    { $rung ->
        [zero_tolerance] For this guideline one breach is enough, whatever the score.
       *[other] The step that begins at { $rung } points applies.
    }
    { $earlier_strikes ->
        [none] No earlier decision adds to your score.
       *[other] Earlier decisions whose points still count, the newest at the end:
        { $earlier_strikes }
    }
    For comparison, within { $share_window_days ->
        [one] one day
       *[other] { $share_window_days } days
    }: earlier decisions with points: { $earlier_strikes_count }; { $posts_observed ->
        [none] how many public posts you published is no longer known.
       *[other] public posts of yours: { $posts_observed }; this decision and the earlier ones amount to { $share } of your posts.
    }

    { next-step }

    { appeal }

    { -external }
    { policy }
    .subject = Your profile is restricted

changed =
    A restriction of your profile has changed. { $reason }

    Restricted: { $capabilities }.
    { $until ->
        [none] This lasts until a person ends it.
       *[other] This now ends on { $until }.
    }
    { causes }
    { works }

    { appeal-causes }

    { -external }
    Policy { $policy_version }.
    .subject = A restriction of your profile has changed

lifted =
    A restriction of your profile has ended. { $reason }

    These work again: { $capabilities }.
    { causes }

    Policy { $policy_version }.
    .subject = A restriction of your profile has ended

service_restricted =
    Claims about rights in what you posted were found justified { $rulings ->
        [one] once
       *[other] { $rulings } times
    } within { in-days }, the last time about your post { $post_id } ({ $surface }).
    { $earlier_rulings ->
        [none] { "" }
       *[other] Before that, the newest at the end:
        { $earlier_rulings }
    }

    For this reason you cannot use { $scope ->
        [open_chat] open chat
       *[messenger] the messenger
    } from { $from } { $until ->
        [none] until a person ends this
       *[other] until { $until }
    }. Nothing else is restricted by this. { works }

    { appeal }

    { -external }
    { policy }
    .subject = Part of the service is restricted for you

## Redress

appeal_received =
    We have received your appeal { $appeal_id } about { $target }.
    { contested }

    A person who did not make the first decision reads it. It is free of charge. We will decide by { $decide_by }; until then the decision stays as it is.

    { policy }
    .subject = We have received your appeal

appeal_refused =
    We could not accept your appeal { $appeal_id } about { $target }: { $reason ->
        [unknown_target] we know of no such decision about your profile, or it has already been taken back.
        [too_late] the time for appealing is over.
        [already_open] an appeal about the same decision is still open.
       *[already_decided] an appeal about the same decision has already been decided.
    }

    { -external }
    { policy }
    .subject = We could not accept your appeal

appeal_upheld =
    A person who did not make the first decision has read your appeal { $appeal_id } about { $cause }. The decision stays as it is.
    { contested }
    { given-reason }

    { -external } More about this: { $external_redress }
    { policy }
    .subject = Your appeal: the decision stays

appeal_overturned =
    A person who did not make the first decision has read your appeal { $appeal_id } about { $cause }. Your appeal succeeds: what you contested is taken back.
    { contested }
    { given-reason }

    { restored }

    { policy }
    .subject = Your appeal succeeds

decision_reversed =
    We have taken back our decision { $cause } about one of your posts. It no longer counts.
    { contested }
    { given-reason }

    { restored }

    Policy { $policy_version }.
    .subject = We have taken back a decision

## Reports

report_outcome =
    Thank you for your report { $report_id }. { $outcome ->
        [upheld] You were right: the post { $post_id } breaks our rules and was taken down.
        [dismissed] We looked at the post { $post_id } and found that it does not break our guidelines. An honest report like this never counts against you.
       *[unfounded] We looked at the post { $post_id } and found that it plainly does not break our guidelines. Please report only what you believe breaks them.
    }

    Policy { $policy_version }.
    .subject = What came of your report

reporter_warned =
    { conduct }

    This is a warning; nothing is restricted. Honest mistakes do not count. If further plainly unfounded reports follow, your reports will carry no weight for a while.

    { policy }
    .subject = Please report with care

reporter_suspended =
    After our warning there were further reports of yours that were plainly unfounded. { conduct }

    Your reports carry no weight from { $from } { $until ->
        [none] until a person ends this.
       *[other] until { $until }.
    }
    Reports about the gravest harm (level 1) are still looked at. Nothing else is restricted by this. { works }

    { appeal-suspension }

    { -external }
    { policy }
    .subject = Your reports carry no weight for a while

## Claims

claim_refused =
    We could not accept your claim { $claim_id } about the post { $post_id } ({ $ground }): { $reason ->
        [evidence_required] it came without evidence. You may send it again with evidence.
        [out_of_scope] we take no claims about this kind of content.
        [already_removed] the post has already been removed.
        [already_claimed] we have accepted this claim of yours before.
        [too_many] we have already accepted too many claims about this post.
       *[too_late] the time for which the post would be blocked is already over.
    }

    { policy }
    .subject = We could not accept your claim

claim_accepted =
    We have accepted your claim { $claim_id } about the post { $post_id } ({ $ground }). The post is blocked from { $from } until { $until }, unless the claim is decided before. The block follows from the claim by itself; nobody has judged the claim yet.

    Its author has been told and may ask for the post to be shown again. { $on_expiry ->
        [release] When the block ends, the post is shown again, unless another claim blocks it.
       *[delete] If the author does not ask by then, the post is removed when the block ends.
    }

    { policy }
    .subject = We have accepted your claim

claim_decided =
    Your claim { $claim_id } about the post { $post_id } ({ $ground }) has ended. { $outcome ->
        [infringing] It was found justified; the post is removed.
        [unfounded] { $manifestly_unfounded ->
            [yes] It was found plainly unfounded. This counts like a plainly unfounded report; please claim only what you believe to be your right.
           *[no] It was found unfounded. An honest claim like this never counts against you.
        }
        [withdrawn] It was withdrawn.
        [removed] The time of the block is over; the post is removed.
        [already_removed] The post has been removed because of another claim.
       *[released] The time of the block is over; this claim no longer blocks the post.
    }

    { policy }
    .subject = Your claim has ended

content_blocked =
    Somebody claims that your post { $post_id } infringes a right ({ $ground }). We have blocked the post from { $from } until { $until }, unless the claim is decided before. The block follows from the claim by itself; nobody has judged the claim yet. Your other posts are not affected.

    If you think the post should be shown, ask for it until { $repost_until }: { $repost_url } (name the claim { $claim_id }). It is free of charge.
    { $on_expiry ->
        [release] When the block ends, the post is shown again, whether you ask or not.
       *[delete] If you ask, the post is shown again when the block ends; if you do not, it is removed then.
    } It is not shown again if the claim is found justified or another claim blocks the post.

    { -external }
    { policy }
    .subject = One of your posts is blocked for now

counter_claim_received =
    We have received your request { $counter_claim_id } to show your post { $post_id } again (claim { $claim_id }, { $ground }).

    { $blocked ->
        [yes] The block by this claim ends on { $until }; the post is then shown again unless the claim is found justified or another claim blocks it.
       *[no] This claim no longer blocks the post.
    }

    { policy }
    .subject = We have received your request

content_released =
    Your post { $post_id } is shown again. It had been blocked because of a claim ({ $ground }, { $claim_id }). { $outcome ->
        [unfounded] The claim was found unfounded.
        [withdrawn] The claim was withdrawn.
       *[expired] The time of the block is over.
    }

    { policy }
    .subject = Your post is shown again

content_removed =
    We have removed your post { $post_id } because of a claim about a right ({ $ground }, { $claim_id }). { $outcome ->
        [infringing] The claim was found justified.
       *[expired] The time of the block is over, and nobody asked for the post to be shown again.
    } Your other posts are not affected.

    { -external }
    { policy }
    .subject = One of your posts was removed

erased =
    We have erased everything we kept about this profile and ended what was restricted. What remains is a note without personal data that keeps late records about this profile out.

    Reference: { $erasure_id }.
    .subject = Your data have been erased

## Sentences that many share

taken-down =
    We took down your post { $post_id } ({ $surface }) because it breaks our guideline “{ $guideline }” (level { $level }; level 1 is the gravest).
    { found } { $automated ->
        [yes] An automated system decided this.
       *[no] A person decided this.
    }

found = { $source ->
        [none] { "" }
        [report] It had been reported to us.
        [own_initiative] We came upon it ourselves.
        [order] An authority had ordered us to act.
       *[claim] Somebody had claimed a right in it.
    }

works = { $still_works ->
        [none] None of the functions that can be restricted works for you now.
       *[other] What works: { $still_works }.
    }

counts = { $points ->
        [one] This decision adds one point
       *[other] This decision adds { $points } points
    }; your score is now { $score }. Points count for a limited time only.

next-step = { $next_rung ->
        [none] There is no further step.
        [reminder] The next step begins at { $next_points } points: another reminder.
       *[restriction] The next step begins at { $next_points } points and restricts: { $next_capabilities }.
    }

appeal = If you think this is wrong, you can appeal until { $appeal_until }: { $appeal_url } (name the decision { $cause }). { free }

appeal-causes = { $appeal_until ->
        [none] If you think this is wrong, you can appeal against the action we told you of at first: { $appeal_url }
       *[other] If you think this is wrong, you can appeal until { $appeal_until }: { $appeal_url } (name one of these decisions).
    } { free }

# What a suspension rests on (a dismissal) is no target of an appeal: the action is.
appeal-suspension = If you think this is wrong, you can appeal until { $appeal_until }: { $appeal_url } (name the action { $action_id }). { free }

free = It is free of charge, and a person who did not make the first decision reads your appeal.

causes = { $causes ->
        [none] { "" }
       *[other] The decisions behind it: { $causes }.
    }

conduct = Reports and claims of yours that we decided within { in-days }: { $settled }. Plainly unfounded among them: { $unfounded }.

in-days = { $window_days ->
        [one] one day
       *[other] { $window_days } days
    }

-external = Independently of this, you may turn to a court or, where there is one for you, to an independent body for settling disputes.

policy = Policy { $policy_version }, clause { $clause }.

contested = { $post_id ->
        [none] { "" }
       *[other] It is about your post { $post_id } and our guideline “{ $guideline }” (level { $level }).
    }

given-reason = { $reason ->
        [none] { "" }
       *[other] Reason: { $reason }
    }

restored = { $restored ->
        [none] No restriction ends with it: it was over already, or another decision keeps it.
       *[other] These work again: { $restored }.
    }

## Times and numbers

instant = { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }, { $clock } UTC

decimal-mark = .

## Lines of lists

restriction = { $until ->
        [none] - { $capability }: until a person ends it
       *[other] - { $capability }: until { $until }
    }

earlier-strike = - { $at }: post { $post_id }, points: { $points }
earlier-ruling = - { $at }: post { $post_id }

## Names

capability-feed_search = being shown in feeds and search
capability-notifications = being shown in notifications
capability-comments = having your comments shown
capability-creation = publishing posts and comments
capability-reporting = reporting posts
capability-service = using the service
capability-matching = being shown where you published the post

reason-expired = Its time is over.
reason-overturned = Your appeal succeeded.
reason-reversed = We took back a decision about one of your posts.
reason-corrected = A decision became known late, and what follows was worked out anew.
reason-erased = Your data were erased.
reason-released = What it rested on was released.

ground-personal_information = personal information
ground-portrait = the right to one’s own image
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
guideline-privacy_violation = Violation of privacy
guideline-abusive_content = Abusive content
guideline-spam = Spam
guideline-misinformation = Misinformation
guideline-cyberbullying_harassment = Cyberbullying and harassment
guideline-private_information = Private information

surface-feed_post = feed post
surface-comment = comment
surface-profile = profile
surface-talk_board_post = talk board post
surface-talk_board_comment = talk board comment
surface-open_chat_announcement = open chat announcement
surface-open_chat_schedule = open chat schedule
surface-open_chat_vote = open chat vote
surface-open_chat_cover = open chat cover
surface-open_profile = open profile
surface-open_profile_post = open profile post
