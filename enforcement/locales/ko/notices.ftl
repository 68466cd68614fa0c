# 모든 알림의 문구입니다. 메시지가 본문이고, .subject 속성이 제목입니다.
# `none`은 없는 사실이나 빈 목록을, `yes`와 `no`는 참과 거짓을 뜻합니다.

## 위반

reminder =
    { taken-down }

    이 알림은 주의 안내이며 아무것도 제한하지 않습니다. { works }

    { counts }
    { next-step }

    { appeal }

    { -external }
    { policy }
    .subject = 게시물에 관한 주의 안내

last_reminder =
    { taken-down }

    제한 전 마지막 주의 안내입니다. 아직 아무것도 제한하지 않습니다. { works }

    { counts }
    { next-step }

    { appeal }

    { -external }
    { policy }
    .subject = 제한 전 마지막 주의 안내

strike_recorded =
    { taken-down }

    { $why ->
        [stale] 오래된 게시물이어서 점수를 더하지 않습니다.
        [same_incident] 이미 계산한 일에 속하므로 점수를 다시 더하지 않습니다.
       *[past] 이에 따른 제한 기간이 이미 지났으므로 제한하지 않습니다.
    }
    이 결정으로 제한되는 것은 없습니다. 현재 점수: { $score }점

    { appeal }

    { -external }
    { policy }
    .subject = 게시물에 관한 결정이 기록되었습니다

restricted =
    { taken-down }
    { $confirm_by ->
        [none] { "" }
       *[other] 사람이 이 결정을 확인할 기한: { $confirm_by }
    }

    { $from }부터 다음이 제한됩니다.
    { $capabilities }
    { works }

    { counts }
    { $rung ->
        [zero_tolerance] 이 가이드라인은 점수와 관계없이 한 번만 위반해도 제한됩니다.
       *[other] { $rung }점부터 시작하는 단계가 적용됩니다.
    }
    { $earlier_strikes ->
        [none] 현재 점수에 포함된 이전 결정은 없습니다.
       *[other] 현재 점수에 포함된 이전 결정(최근 결정이 마지막):
        { $earlier_strikes }
    }
    비교 기간({ $share_window_days }일) 동안 점수가 있는 이전 결정: { $earlier_strikes_count }건. { $posts_observed ->
        [none] 이 기간의 공개 게시물 수는 더 이상 알 수 없습니다.
       *[other] 같은 기간의 공개 게시물: { $posts_observed }건. 이번 결정과 이전 결정은 게시물 수의 { $share }입니다.
    }

    { next-step }

    { appeal }

    { -external }
    { policy }
    .subject = 프로필 이용이 제한되었습니다

changed =
    프로필에 대한 제한이 변경되었습니다. { $reason }

    제한 대상: { $capabilities }
    { $until ->
        [none] 이 제한은 사람이 해제할 때까지 계속됩니다.
       *[other] 변경된 종료 시각: { $until }
    }
    { causes }
    { works }

    { appeal-causes }

    { -external }
    정책 { $policy_version }
    .subject = 프로필에 대한 제한이 변경되었습니다

lifted =
    프로필에 대한 제한이 끝났습니다. { $reason }

    다시 이용할 수 있는 기능: { $capabilities }
    { causes }

    정책 { $policy_version }
    .subject = 프로필에 대한 제한이 끝났습니다

service_restricted =
    회원님이 게시한 내용에 대한 권리 침해 신고가 { in-days } 동안 { $rulings }번 정당하다고 판단되었습니다. 마지막으로 해당한 게시물: { $post_id } ({ $surface }).
    { $earlier_rulings ->
        [none] { "" }
       *[other] 그 이전(최근 것이 마지막):
        { $earlier_rulings }
    }

    이에 따라 { $from }부터 { $scope ->
        [open_chat] 오픈채팅
       *[messenger] 메신저
    } 이용이 제한됩니다. { $until ->
        [none] 이 제한은 사람이 해제할 때까지 계속됩니다.
       *[other] 종료 시각: { $until }.
    } 이 밖에 제한되는 것은 없습니다. { works }

    { appeal }

    { -external }
    { policy }
    .subject = 서비스 일부의 이용이 제한되었습니다

## 이의신청

appeal_received =
    이의신청을 접수했습니다. (이의신청 { $appeal_id }, 대상 { $target })
    { contested }

    처음 결정하지 않은 다른 사람이 검토합니다. 비용은 들지 않습니다. 결정 기한: { $decide_by }. 그때까지 기존 결정은 그대로 유지됩니다.

    { policy }
    .subject = 이의신청을 접수했습니다

appeal_refused =
    이의신청을 받아들일 수 없습니다. (이의신청 { $appeal_id }, 대상 { $target }) { $reason ->
        [unknown_target] 회원님의 프로필에 대해 그런 결정이 없거나 이미 취소된 결정입니다.
        [too_late] 이의신청 기간이 지났습니다.
        [already_open] 같은 결정에 대한 이의신청이 아직 검토 중입니다.
       *[already_decided] 같은 결정에 대한 이의신청이 이미 결정되었습니다.
    }

    { -external }
    { policy }
    .subject = 이의신청을 받아들일 수 없습니다

appeal_upheld =
    처음 결정하지 않은 다른 사람이 이의신청을 검토했습니다. (이의신청 { $appeal_id }, 대상 { $cause }) 기존 결정은 그대로 유지됩니다.
    { contested }
    { given-reason }

    { -external } 자세한 안내: { $external_redress }
    { policy }
    .subject = 이의신청 결과: 기존 결정 유지

appeal_overturned =
    처음 결정하지 않은 다른 사람이 이의신청을 검토했습니다. (이의신청 { $appeal_id }, 대상 { $cause }) 이의신청이 받아들여져, 이의를 제기하신 내용을 취소했습니다.
    { contested }
    { given-reason }

    { restored }

    { policy }
    .subject = 이의신청이 받아들여졌습니다

decision_reversed =
    회원님의 게시물에 대한 결정을 취소했습니다. (결정 { $cause }) 이 결정은 더 이상 계산되지 않습니다.
    { contested }
    { given-reason }

    { restored }

    정책 { $policy_version }
    .subject = 결정을 취소했습니다

## 신고

report_outcome =
    신고해 주셔서 감사합니다. (신고 { $report_id }, 게시물 { $post_id }) { $outcome ->
        [upheld] 신고하신 게시물은 규칙을 위반하여 삭제되었습니다.
        [dismissed] 검토 결과 신고하신 게시물은 가이드라인을 위반하지 않았습니다. 선의의 신고는 회원님에게 불리하게 계산되지 않습니다.
       *[unfounded] 검토 결과 신고하신 게시물은 가이드라인을 위반하지 않은 것이 명백합니다. 가이드라인을 위반했다고 생각되는 것만 신고해 주세요.
    }

    정책 { $policy_version }
    .subject = 신고 처리 결과

reporter_warned =
    { conduct }

    이 알림은 경고이며 아무것도 제한하지 않습니다. 선의의 실수는 계산하지 않습니다. 명백히 근거 없는 신고가 더 있으면 일정 기간 회원님의 신고를 반영하지 않습니다.

    { policy }
    .subject = 신고할 때 주의해 주세요

reporter_suspended =
    경고 이후에도 명백히 근거 없는 신고가 더 있었습니다. { conduct }

    이에 따라 { $from }부터 회원님의 신고를 반영하지 않습니다. { $until ->
        [none] 이 제한은 사람이 해제할 때까지 계속됩니다.
       *[other] 종료 시각: { $until }
    }
    가장 중대한 피해(1등급)에 관한 신고는 계속 검토합니다. 이 밖에 제한되는 것은 없습니다. { works }

    { appeal-suspension }

    { -external }
    { policy }
    .subject = 일정 기간 신고를 반영하지 않습니다

## 권리 침해 신고

claim_refused =
    권리 침해 신고를 받아들일 수 없습니다. (신고 { $claim_id }, 게시물 { $post_id }, { $ground }) { $reason ->
        [evidence_required] 증빙 자료가 없습니다. 증빙 자료와 함께 다시 보내실 수 있습니다.
        [out_of_scope] 이런 종류의 콘텐츠에 대해서는 권리 침해 신고를 받지 않습니다.
        [already_removed] 게시물이 이미 삭제되었습니다.
        [already_claimed] 같은 신고를 이전에 이미 받아들였습니다.
        [too_many] 이 게시물에 대해 이미 너무 많은 신고를 받아들였습니다.
       *[too_late] 게시물을 차단할 기간이 이미 지났습니다.
    }

    { policy }
    .subject = 권리 침해 신고를 받아들일 수 없습니다

claim_accepted =
    권리 침해 신고를 받아들였습니다. (신고 { $claim_id }, 게시물 { $post_id }, { $ground }) 그 전에 결정이 나지 않으면 게시물은 { $from }부터 { $until }까지 차단됩니다. 차단은 신고에 따라 자동으로 이루어지며, 신고가 정당한지는 아직 아무도 판단하지 않았습니다.

    작성자에게 이 사실을 알렸으며, 작성자는 재게시를 요청할 수 있습니다. { $on_expiry ->
        [release] 차단이 끝나면 다른 신고로 차단되지 않는 한 게시물이 다시 보입니다.
       *[delete] 그때까지 작성자가 요청하지 않으면 차단이 끝날 때 게시물을 삭제합니다.
    }

    { policy }
    .subject = 권리 침해 신고를 받아들였습니다

claim_decided =
    권리 침해 신고가 종결되었습니다. (신고 { $claim_id }, 게시물 { $post_id }, { $ground }) { $outcome ->
        [infringing] 신고가 정당하다고 판단되어 게시물을 삭제했습니다.
        [unfounded] { $manifestly_unfounded ->
            [yes] 신고가 명백히 근거 없다고 판단되었습니다. 이는 명백히 근거 없는 신고로 계산됩니다. 자신의 권리라고 생각되는 경우에만 신고해 주세요.
           *[no] 신고가 근거 없다고 판단되었습니다. 선의의 신고는 회원님에게 불리하게 계산되지 않습니다.
        }
        [withdrawn] 신고가 철회되었습니다.
        [removed] 차단 기간이 끝나 게시물을 삭제했습니다.
        [already_removed] 다른 신고에 따라 게시물이 삭제되었습니다.
       *[released] 차단 기간이 끝나 이 신고로는 게시물을 더 이상 차단하지 않습니다.
    }

    { policy }
    .subject = 권리 침해 신고가 종결되었습니다

content_blocked =
    회원님의 게시물이 권리를 침해한다는 신고가 있습니다. (게시물 { $post_id }, { $ground }) 그 전에 결정이 나지 않으면 게시물은 { $from }부터 { $until }까지 차단됩니다. 차단은 신고에 따라 자동으로 이루어지며, 신고가 정당한지는 아직 아무도 판단하지 않았습니다. 회원님의 다른 게시물에는 영향이 없습니다.

    게시물이 다시 보여야 한다고 생각하시면 { $repost_until }까지 재게시를 요청하실 수 있습니다: { $repost_url } (신고 번호 { $claim_id }). 비용은 들지 않습니다.
    { $on_expiry ->
        [release] 차단이 끝나면 요청하지 않으셔도 게시물이 다시 보입니다.
       *[delete] 요청하시면 차단이 끝날 때 게시물이 다시 보이고, 요청하지 않으시면 그때 게시물을 삭제합니다.
    } 다만 신고가 정당하다고 판단되거나 다른 신고로 차단된 경우에는 다시 보이지 않습니다.

    { -external }
    { policy }
    .subject = 게시물이 임시로 차단되었습니다

counter_claim_received =
    재게시 요청을 접수했습니다. (요청 { $counter_claim_id }, 게시물 { $post_id }, 신고 { $claim_id }, { $ground })

    { $blocked ->
        [yes] 이 신고에 따른 차단의 종료 시각: { $until }. 신고가 정당하다고 판단되거나 다른 신고로 차단되지 않는 한 그때 게시물이 다시 보입니다.
       *[no] 이 신고로는 게시물을 더 이상 차단하지 않습니다.
    }

    { policy }
    .subject = 재게시 요청을 접수했습니다

content_released =
    회원님의 게시물이 다시 보입니다. (게시물 { $post_id }) 게시물은 권리 침해 신고로 차단되었습니다. (신고 { $claim_id }, { $ground }) { $outcome ->
        [unfounded] 신고가 근거 없다고 판단되었습니다.
        [withdrawn] 신고가 철회되었습니다.
       *[expired] 차단 기간이 끝났습니다.
    }

    { policy }
    .subject = 게시물이 다시 보입니다

content_removed =
    권리 침해 신고에 따라 회원님의 게시물을 삭제했습니다. (게시물 { $post_id }, 신고 { $claim_id }, { $ground }) { $outcome ->
        [infringing] 신고가 정당하다고 판단되었습니다.
       *[expired] 차단 기간이 끝날 때까지 재게시 요청이 없었습니다.
    } 회원님의 다른 게시물에는 영향이 없습니다.

    { -external }
    { policy }
    .subject = 게시물이 삭제되었습니다

erased =
    이 프로필에 관해 보관하던 모든 것을 지우고 제한을 해제했습니다. 개인정보가 없는 표시만 남으며, 이 표시는 뒤늦게 들어오는 이 프로필의 기록을 막습니다.

    참조: { $erasure_id }
    .subject = 회원님의 데이터를 지웠습니다

## 여러 알림에 쓰이는 문장

taken-down =
    회원님의 게시물을 삭제했습니다. (게시물 { $post_id }, { $surface }) 위반한 가이드라인: “{ $guideline }” ({ $level }등급, 1등급이 가장 중대함).
    { found } { $automated ->
        [yes] 이 결정은 자동화 시스템이 내렸습니다.
       *[no] 이 결정은 사람이 내렸습니다.
    }

found = { $source ->
        [none] { "" }
        [report] 이 게시물은 신고를 받았습니다.
        [own_initiative] 이 게시물은 저희가 직접 발견했습니다.
        [order] 관계 기관의 명령이 있었습니다.
       *[claim] 이 게시물에 대한 권리 침해 신고가 있었습니다.
    }

works = { $still_works ->
        [none] 제한될 수 있는 기능 가운데 지금 이용할 수 있는 것은 없습니다.
       *[other] 이용할 수 있는 기능: { $still_works }.
    }

counts = 이 결정으로 { $points }점이 더해집니다. 현재 점수: { $score }점. 점수는 일정 기간에만 계산됩니다.

next-step = { $next_rung ->
        [none] 다음 단계는 없습니다.
        [reminder] 다음 단계는 { $next_points }점부터이며, 주의 안내가 한 번 더 있습니다.
       *[restriction] 다음 단계는 { $next_points }점부터이며, 다음이 제한됩니다: { $next_capabilities }.
    }

appeal = 이 결정이 잘못되었다고 생각하시면 { $appeal_until }까지 이의신청을 하실 수 있습니다: { $appeal_url } (결정 번호 { $cause }). { free }

appeal-causes = { $appeal_until ->
        [none] 이 결정이 잘못되었다고 생각하시면 처음에 알려 드린 조치에 대해 이의신청을 하실 수 있습니다: { $appeal_url }
       *[other] 이 결정이 잘못되었다고 생각하시면 { $appeal_until }까지 이의신청을 하실 수 있습니다: { $appeal_url } (위 결정 가운데 하나의 번호를 적어 주세요).
    } { free }

appeal-suspension = 이 결정이 잘못되었다고 생각하시면 { $appeal_until }까지 이의신청을 하실 수 있습니다: { $appeal_url } (조치 번호 { $action_id }). { free }

free = 비용은 들지 않으며, 처음 결정하지 않은 다른 사람이 검토합니다.

causes = { $causes ->
        [none] { "" }
       *[other] 근거가 된 결정: { $causes }
    }

conduct = { in-days } 동안 결정된 회원님의 신고(권리 침해 신고 포함): { $settled }건. 그중 명백히 근거 없는 신고: { $unfounded }건.

in-days = { $window_days }일

-external = 이와 별도로 법원이나, 이용할 수 있는 경우 독립된 분쟁 조정 기구에 구제를 요청하실 수 있습니다.

policy = 정책 { $policy_version }, 조항 { $clause }

contested = { $post_id ->
        [none] { "" }
       *[other] 관련 게시물: { $post_id }. 관련 가이드라인: “{ $guideline }” ({ $level }등급).
    }

given-reason = { $reason ->
        [none] { "" }
       *[other] 이유: { $reason }
    }

restored = { $restored ->
        [none] 이로써 끝나는 제한은 없습니다. 제한이 이미 끝났거나 다른 결정에 따라 유지됩니다.
       *[other] 다시 이용할 수 있는 기능: { $restored }
    }

## 시각과 숫자

instant = { $year }년 { $month }월 { $day }일 { $clock } UTC

decimal-mark = .

## 목록의 줄

restriction = { $until ->
        [none] - { $capability }: 사람이 해제할 때까지
       *[other] - { $capability }: { $until }까지
    }

earlier-strike = - { $at }: 게시물 { $post_id }, { $points }점
earlier-ruling = - { $at }: 게시물 { $post_id }

## 이름

capability-feed_search = 피드와 검색에 노출
capability-notifications = 알림에 노출
capability-comments = 댓글 노출
capability-creation = 게시물과 댓글 작성
capability-reporting = 신고
capability-service = 서비스 이용
capability-matching = 게시물을 올린 곳에 노출

reason-expired = 제한 기간이 끝났습니다.
reason-overturned = 이의신청이 받아들여졌습니다.
reason-reversed = 게시물에 대한 결정을 취소했습니다.
reason-corrected = 결정이 뒤늦게 확인되어 그에 따른 조치를 다시 계산했습니다.
reason-erased = 회원님의 데이터를 지웠습니다.
reason-released = 제한의 근거가 된 것이 해제되었습니다.

ground-personal_information = 개인정보
ground-portrait = 초상권
ground-defamation = 명예훼손
ground-intellectual_property = 지식재산권
ground-other_right = 그 밖의 권리

guideline-terrorism_extremism = 테러와 극단주의
guideline-child_abuse = 아동 학대
guideline-graphic_obscene_sexual = 노골적이거나 음란한 성적 콘텐츠
guideline-malicious_programs = 악성 프로그램
guideline-illegal_activities = 불법 행위
guideline-sexual_harassment = 성희롱
guideline-hate_speech_discrimination = 혐오 표현과 차별
guideline-religiously_offensive = 종교적으로 모욕적인 콘텐츠
guideline-violent_content = 폭력적인 콘텐츠
guideline-dangerous_content = 위험한 콘텐츠
guideline-intellectual_property = 지식재산권 침해
guideline-identity_theft = 신원 도용
guideline-privacy_violation = 사생활 침해
guideline-abusive_content = 욕설과 모욕적인 콘텐츠
guideline-spam = 스팸
guideline-misinformation = 허위 정보
guideline-cyberbullying_harassment = 사이버 괴롭힘
guideline-private_information = 개인정보 노출

surface-feed_post = 피드 게시물
surface-comment = 댓글
surface-profile = 프로필
surface-talk_board_post = 톡게시판 글
surface-talk_board_comment = 톡게시판 댓글
surface-open_chat_announcement = 오픈채팅 공지
surface-open_chat_schedule = 오픈채팅 일정
surface-open_chat_vote = 오픈채팅 투표
surface-open_chat_cover = 오픈채팅 커버
surface-open_profile = 오픈프로필
surface-open_profile_post = 오픈프로필 게시물
