# As palavras de cada aviso. A mensagem é o corpo; o atributo .subject é o assunto.
# `none` indica um fato ausente ou uma lista vazia; `yes` e `no`, o que é verdadeiro ou não.

## Infrações

reminder =
    { taken-down }

    Este é um lembrete. Ele não restringe nada. { works }

    { counts }
    { next-step }

    { appeal }

    { -external }
    { policy }
    .subject = Lembrete sobre uma de suas publicações

last_reminder =
    { taken-down }

    Este é o último lembrete antes de haver restrições. Ele ainda não restringe nada. { works }

    { counts }
    { next-step }

    { appeal }

    { -external }
    { policy }
    .subject = Último lembrete antes de haver restrições

strike_recorded =
    { taken-down }

    { $why ->
        [stale] A publicação é tão antiga que não acrescenta pontos.
        [same_incident] Ela faz parte de algo que já contamos; por isso, não acrescenta pontos de novo.
       *[past] Uma restrição por causa dela já teria terminado; por isso, não há nenhuma.
    }
    Nada é restringido por causa dela. Sua pontuação é { $score }.

    { appeal }

    { -external }
    { policy }
    .subject = Registramos uma decisão sobre uma de suas publicações

restricted =
    { taken-down }
    { $confirm_by ->
        [none] { "" }
       *[other] Uma pessoa deve verificar esta decisão até { $confirm_by }.
    }

    A partir de { $from }, está restrito:
    { $capabilities }
    { works }

    { counts }
    { $rung ->
        [zero_tolerance] Para esta diretriz basta uma única infração, seja qual for a pontuação.
       *[other] Aplica-se a etapa que começa em { $rung } pontos.
    }
    { $earlier_strikes ->
        [none] Nenhuma decisão anterior contribui para a sua pontuação.
       *[other] Decisões anteriores cujos pontos ainda contam, a mais recente por último:
        { $earlier_strikes }
    }
    Para comparação, no período de { $share_window_days ->
        [1] um dia
       *[other] { $share_window_days } dias
    }: decisões anteriores com pontos: { $earlier_strikes_count }; { $posts_observed ->
        [none] não se sabe mais quantas publicações públicas você fez.
       *[other] publicações públicas suas: { $posts_observed }; esta decisão e as anteriores correspondem a { $share } das suas publicações.
    }

    { next-step }

    { appeal }

    { -external }
    { policy }
    .subject = Seu perfil está com restrições

changed =
    Uma restrição do seu perfil mudou. { $reason }

    Restrito: { $capabilities }.
    { $until ->
        [none] Isso vale até que uma pessoa encerre a restrição.
       *[other] Isso agora termina em { $until }.
    }
    { causes }
    { works }

    { appeal-causes }

    { -external }
    Política { $policy_version }.
    .subject = Uma restrição do seu perfil mudou

lifted =
    Uma restrição do seu perfil terminou. { $reason }

    Voltou a funcionar: { $capabilities }.
    { causes }

    Política { $policy_version }.
    .subject = Uma restrição do seu perfil terminou

service_restricted =
    Pedidos por violação de direitos no que você publicou foram considerados procedentes { $rulings ->
        [1] uma vez
       *[other] { $rulings } vezes
    } no período de { in-days }; a última vez, sobre sua publicação { $post_id } ({ $surface }).
    { $earlier_rulings ->
        [none] { "" }
       *[other] Antes disso, a mais recente por último:
        { $earlier_rulings }
    }

    Por isso, você não pode usar { $scope ->
        [open_chat] o bate-papo aberto
       *[messenger] o mensageiro
    } de { $from } { $until ->
        [none] até que uma pessoa encerre a restrição
       *[other] até { $until }
    }. Nada mais é restringido por isso. { works }

    { appeal }

    { -external }
    { policy }
    .subject = Parte do serviço está restrita para você

## Recursos

appeal_received =
    Recebemos seu recurso { $appeal_id } sobre { $target }.
    { contested }

    Uma pessoa que não tomou a primeira decisão vai lê-lo. É gratuito. Decidiremos até { $decide_by }; até lá, a decisão continua valendo.

    { policy }
    .subject = Recebemos seu recurso

appeal_refused =
    Não pudemos aceitar seu recurso { $appeal_id } sobre { $target }: { $reason ->
        [unknown_target] não conhecemos essa decisão sobre o seu perfil, ou ela já foi anulada.
        [too_late] o prazo para recorrer já terminou.
        [already_open] um recurso sobre a mesma decisão ainda está em análise.
       *[already_decided] um recurso sobre a mesma decisão já foi decidido.
    }

    { -external }
    { policy }
    .subject = Não pudemos aceitar seu recurso

appeal_upheld =
    Uma pessoa que não tomou a primeira decisão leu seu recurso { $appeal_id } sobre { $cause }. A decisão continua valendo.
    { contested }
    { given-reason }

    { -external } Mais informações: { $external_redress }
    { policy }
    .subject = Seu recurso: a decisão continua valendo

appeal_overturned =
    Uma pessoa que não tomou a primeira decisão leu seu recurso { $appeal_id } sobre { $cause }. Seu recurso foi aceito: o que você contestou foi anulado.
    { contested }
    { given-reason }

    { restored }

    { policy }
    .subject = Seu recurso foi aceito

decision_reversed =
    Anulamos nossa decisão { $cause } sobre uma de suas publicações. Ela não conta mais.
    { contested }
    { given-reason }

    { restored }

    Política { $policy_version }.
    .subject = Anulamos uma decisão

## Denúncias

report_outcome =
    Agradecemos sua denúncia { $report_id }. { $outcome ->
        [upheld] Você tinha razão: a publicação { $post_id } viola nossas regras e foi retirada.
        [dismissed] Analisamos a publicação { $post_id } e constatamos que ela não viola nenhuma das nossas diretrizes. Uma denúncia de boa-fé como esta nunca conta contra você.
       *[unfounded] Analisamos a publicação { $post_id } e constatamos que ela claramente não viola nenhuma das nossas diretrizes. Denuncie apenas o que você acredita que as viola.
    }

    Política { $policy_version }.
    .subject = O resultado da sua denúncia

reporter_warned =
    { conduct }

    Este é um aviso; nada é restringido. Erros de boa-fé não contam. Se houver mais denúncias claramente infundadas, suas denúncias deixarão de ter peso por algum tempo.

    { policy }
    .subject = Denuncie com cuidado

reporter_suspended =
    Depois do nosso aviso, houve mais denúncias suas claramente infundadas. { conduct }

    Suas denúncias não têm peso de { $from } { $until ->
        [none] até que uma pessoa encerre a restrição.
       *[other] até { $until }.
    }
    Denúncias sobre os danos mais graves (nível 1) continuam sendo analisadas. Nada mais é restringido por isso. { works }

    { appeal-suspension }

    { -external }
    { policy }
    .subject = Suas denúncias não têm peso por algum tempo

## Pedidos por violação de direitos

claim_refused =
    Não pudemos aceitar seu pedido { $claim_id } sobre a publicação { $post_id } ({ $ground }): { $reason ->
        [evidence_required] ele veio sem provas. Você pode enviá-lo de novo com provas.
        [out_of_scope] não aceitamos pedidos sobre esse tipo de conteúdo.
        [already_removed] a publicação já foi removida.
        [already_claimed] já aceitamos este seu pedido antes.
        [too_many] já aceitamos pedidos demais sobre esta publicação.
       *[too_late] o período em que a publicação ficaria bloqueada já terminou.
    }

    { policy }
    .subject = Não pudemos aceitar seu pedido

claim_accepted =
    Aceitamos seu pedido { $claim_id } sobre a publicação { $post_id } ({ $ground }). A publicação fica bloqueada de { $from } até { $until }, a menos que o pedido seja decidido antes. O bloqueio decorre automaticamente do pedido; ninguém o avaliou ainda.

    Quem a publicou recebeu um aviso e pode pedir que ela volte a ser exibida. { $on_expiry ->
        [release] Quando o bloqueio terminar, a publicação voltará a ser exibida, a menos que outro pedido a bloqueie.
       *[delete] Se isso não for pedido até lá, a publicação será removida quando o bloqueio terminar.
    }

    { policy }
    .subject = Aceitamos seu pedido

claim_decided =
    Seu pedido { $claim_id } sobre a publicação { $post_id } ({ $ground }) foi encerrado. { $outcome ->
        [infringing] Ele foi considerado procedente; a publicação foi removida.
        [unfounded] { $manifestly_unfounded ->
            [yes] Ele foi considerado claramente infundado. Isso conta como uma denúncia claramente infundada; faça um pedido apenas quando acreditar que o direito é seu.
           *[no] Ele foi considerado infundado. Um pedido de boa-fé como este nunca conta contra você.
        }
        [withdrawn] Ele foi retirado.
        [removed] O período do bloqueio terminou; a publicação foi removida.
        [already_removed] A publicação foi removida por causa de outro pedido.
       *[released] O período do bloqueio terminou; este pedido não bloqueia mais a publicação.
    }

    { policy }
    .subject = Seu pedido foi encerrado

content_blocked =
    Alguém afirma que sua publicação { $post_id } viola um direito ({ $ground }). Bloqueamos a publicação de { $from } até { $until }, a menos que o pedido seja decidido antes. O bloqueio decorre automaticamente do pedido; ninguém o avaliou ainda. Suas outras publicações não são afetadas.

    Se você acha que a publicação deve ser exibida, peça isso até { $repost_until }: { $repost_url } (informe o pedido { $claim_id }). É gratuito.
    { $on_expiry ->
        [release] Quando o bloqueio terminar, a publicação voltará a ser exibida, com ou sem essa solicitação.
       *[delete] Com essa solicitação, a publicação voltará a ser exibida quando o bloqueio terminar; sem ela, será removida nesse momento.
    } Ela não voltará a ser exibida se o pedido for considerado procedente ou se outro pedido a bloquear.

    { -external }
    { policy }
    .subject = Uma de suas publicações está bloqueada por enquanto

counter_claim_received =
    Recebemos sua solicitação { $counter_claim_id } para que sua publicação { $post_id } volte a ser exibida (pedido { $claim_id }, { $ground }).

    { $blocked ->
        [yes] O bloqueio por este pedido termina em { $until }; a publicação volta então a ser exibida, a menos que o pedido seja considerado procedente ou que outro pedido a bloqueie.
       *[no] Este pedido não bloqueia mais a publicação.
    }

    { policy }
    .subject = Recebemos sua solicitação

content_released =
    Sua publicação { $post_id } voltou a ser exibida. Ela estava bloqueada por causa de um pedido ({ $ground }, { $claim_id }). { $outcome ->
        [unfounded] O pedido foi considerado infundado.
        [withdrawn] O pedido foi retirado.
       *[expired] O período do bloqueio terminou.
    }

    { policy }
    .subject = Sua publicação voltou a ser exibida

content_removed =
    Removemos sua publicação { $post_id } por causa de um pedido por violação de direitos ({ $ground }, { $claim_id }). { $outcome ->
        [infringing] O pedido foi considerado procedente.
       *[expired] O período do bloqueio terminou, e ninguém pediu que ela voltasse a ser exibida.
    } Suas outras publicações não são afetadas.

    { -external }
    { policy }
    .subject = Uma de suas publicações foi removida

erased =
    Apagamos tudo o que guardávamos sobre este perfil e encerramos as restrições. Resta apenas um registro sem dados pessoais, que impede a entrada de dados tardios sobre este perfil.

    Referência: { $erasure_id }.
    .subject = Seus dados foram apagados

## Frases comuns a vários avisos

taken-down =
    Retiramos sua publicação { $post_id } ({ $surface }) porque ela viola nossa diretriz “{ $guideline }” (nível { $level }; o nível 1 é o mais grave).
    { found } { $automated ->
        [yes] Um sistema automatizado tomou esta decisão.
       *[no] Uma pessoa tomou esta decisão.
    }

found = { $source ->
        [none] { "" }
        [report] Ela havia sido denunciada.
        [own_initiative] Nós mesmos a encontramos.
        [order] Uma autoridade nos havia ordenado que agíssemos.
       *[claim] Alguém havia reivindicado um direito sobre ela.
    }

works = { $still_works ->
        [none] Nenhuma das funções que podem ser restringidas funciona para você agora.
       *[other] O que funciona: { $still_works }.
    }

counts = { $points ->
        [1] Esta decisão acrescenta um ponto
       *[other] Esta decisão acrescenta { $points } pontos
    }; sua pontuação agora é { $score }. Os pontos contam apenas por tempo limitado.

next-step = { $next_rung ->
        [none] Não há uma próxima etapa.
        [reminder] A próxima etapa começa em { $next_points } pontos: mais um lembrete.
       *[restriction] A próxima etapa começa em { $next_points } pontos e restringe: { $next_capabilities }.
    }

appeal = Se você acha que isso está errado, pode recorrer até { $appeal_until }: { $appeal_url } (informe a decisão { $cause }). { free }

appeal-causes = { $appeal_until ->
        [none] Se você acha que isso está errado, pode recorrer da medida de que avisamos no início: { $appeal_url }
       *[other] Se você acha que isso está errado, pode recorrer até { $appeal_until }: { $appeal_url } (informe uma dessas decisões).
    } { free }

appeal-suspension = Se você acha que isso está errado, pode recorrer até { $appeal_until }: { $appeal_url } (informe a medida { $action_id }). { free }

free = É gratuito, e uma pessoa que não tomou a primeira decisão lê seu recurso.

causes = { $causes ->
        [none] { "" }
       *[other] As decisões por trás disso: { $causes }.
    }

conduct = Denúncias e pedidos seus que decidimos no período de { in-days }: { $settled }. Claramente infundados entre eles: { $unfounded }.

in-days = { $window_days ->
        [1] um dia
       *[other] { $window_days } dias
    }

-external = Independentemente disso, você pode recorrer à Justiça ou, onde houver, a um órgão independente de solução de conflitos.

policy = Política { $policy_version }, cláusula { $clause }.

contested = { $post_id ->
        [none] { "" }
       *[other] Trata-se da sua publicação { $post_id } e da nossa diretriz “{ $guideline }” (nível { $level }).
    }

given-reason = { $reason ->
        [none] { "" }
       *[other] Motivo: { $reason }
    }

restored = { $restored ->
        [none] Nenhuma restrição termina com isso: ela já havia terminado, ou outra decisão a mantém.
       *[other] Voltou a funcionar: { $restored }.
    }

## Horários e números

instant = { $day } de { $month ->
        [1] janeiro
        [2] fevereiro
        [3] março
        [4] abril
        [5] maio
        [6] junho
        [7] julho
        [8] agosto
        [9] setembro
        [10] outubro
        [11] novembro
       *[12] dezembro
    } de { $year }, { $clock } UTC

decimal-mark = ,

## Linhas de listas

restriction = { $until ->
        [none] - { $capability }: até que uma pessoa encerre a restrição
       *[other] - { $capability }: até { $until }
    }

earlier-strike = - { $at }: publicação { $post_id }, pontos: { $points }
earlier-ruling = - { $at }: publicação { $post_id }

## Nomes

capability-feed_search = exibição nos feeds e na busca
capability-notifications = exibição nas notificações
capability-comments = exibição dos seus comentários
capability-creation = publicação de posts e comentários
capability-reporting = envio de denúncias
capability-service = uso do serviço
capability-matching = exibição no lugar onde você publicou

reason-expired = O prazo dela acabou.
reason-overturned = Seu recurso foi aceito.
reason-reversed = Anulamos uma decisão sobre uma de suas publicações.
reason-corrected = Uma decisão ficou conhecida com atraso, e recalculamos as consequências.
reason-erased = Seus dados foram apagados.
reason-released = Aquilo em que ela se baseava foi liberado.

ground-personal_information = informações pessoais
ground-portrait = direito à própria imagem
ground-defamation = difamação
ground-intellectual_property = propriedade intelectual
ground-other_right = outro direito

guideline-terrorism_extremism = Terrorismo e extremismo
guideline-child_abuse = Abuso infantil
guideline-graphic_obscene_sexual = Conteúdo explícito, obsceno e sexual
guideline-malicious_programs = Programas maliciosos
guideline-illegal_activities = Atividades ilegais
guideline-sexual_harassment = Assédio sexual
guideline-hate_speech_discrimination = Discurso de ódio e discriminação
guideline-religiously_offensive = Conteúdo ofensivo a religiões
guideline-violent_content = Conteúdo violento
guideline-dangerous_content = Conteúdo perigoso
guideline-intellectual_property = Propriedade intelectual
guideline-identity_theft = Roubo de identidade
guideline-privacy_violation = Violação de privacidade
guideline-abusive_content = Conteúdo abusivo
guideline-spam = Spam
guideline-misinformation = Desinformação
guideline-cyberbullying_harassment = Cyberbullying e assédio
guideline-private_information = Informações privadas

surface-feed_post = publicação no feed
surface-comment = comentário
surface-profile = perfil
surface-talk_board_post = publicação no mural
surface-talk_board_comment = comentário no mural
surface-open_chat_announcement = anúncio em bate-papo aberto
surface-open_chat_schedule = agenda de bate-papo aberto
surface-open_chat_vote = votação em bate-papo aberto
surface-open_chat_cover = capa de bate-papo aberto
surface-open_profile = perfil aberto
surface-open_profile_post = publicação em perfil aberto
