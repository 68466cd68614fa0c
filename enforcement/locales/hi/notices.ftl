# हर सूचना के शब्द। संदेश ही मुख्य पाठ है; उसका .subject विषय-पंक्ति है।
# `none` का अर्थ है अनुपस्थित तथ्य या खाली सूची; `yes` और `no` का अर्थ है सही या नहीं।

## उल्लंघन

reminder =
    { taken-down }

    यह केवल याद दिलाने के लिए है। इससे कुछ भी प्रतिबंधित नहीं होता। { works }

    { counts }
    { next-step }

    { appeal }

    { -external }
    { policy }
    .subject = आपकी एक पोस्ट के बारे में अनुस्मारक

last_reminder =
    { taken-down }

    प्रतिबंध से पहले यह अंतिम अनुस्मारक है। इससे अभी कुछ भी प्रतिबंधित नहीं होता। { works }

    { counts }
    { next-step }

    { appeal }

    { -external }
    { policy }
    .subject = प्रतिबंध से पहले अंतिम अनुस्मारक

strike_recorded =
    { taken-down }

    { $why ->
        [stale] यह पोस्ट इतनी पुरानी है कि इससे कोई अंक नहीं जुड़ता।
        [same_incident] यह उसी मामले का हिस्सा है जिसे पहले गिना जा चुका है, इसलिए अंक दोबारा नहीं जुड़ते।
       *[past] इसके कारण होने वाला प्रतिबंध अब तक समाप्त हो चुका होता, इसलिए कोई प्रतिबंध नहीं है।
    }
    इसके कारण कुछ भी प्रतिबंधित नहीं है। आपका स्कोर: { $score }।

    { appeal }

    { -external }
    { policy }
    .subject = आपकी एक पोस्ट के बारे में निर्णय दर्ज किया गया

restricted =
    { taken-down }
    { $confirm_by ->
        [none] { "" }
       *[other] किसी व्यक्ति को { $confirm_by } तक इस निर्णय की जाँच करनी है।
    }

    { $from } से यह प्रतिबंधित है:
    { $capabilities }
    { works }

    { counts }
    { $rung ->
        [zero_tolerance] इस दिशानिर्देश का एक ही उल्लंघन पर्याप्त है, स्कोर चाहे जो हो।
       *[other] { $rung } अंकों से शुरू होने वाला चरण लागू होता है।
    }
    { $earlier_strikes ->
        [none] आपके स्कोर में किसी पिछले निर्णय के अंक शामिल नहीं हैं।
       *[other] पिछले निर्णय जिनके अंक अभी गिने जाते हैं (सबसे नया अंत में):
        { $earlier_strikes }
    }
    तुलना की अवधि ({ $share_window_days } दिन) में अंक वाले पिछले निर्णय: { $earlier_strikes_count }। { $posts_observed ->
        [none] इस अवधि में आपकी सार्वजनिक पोस्ट की संख्या अब ज्ञात नहीं है।
       *[other] इसी अवधि में आपकी सार्वजनिक पोस्ट: { $posts_observed }। यह निर्णय और पिछले निर्णय मिलाकर पोस्ट की संख्या का { $share } हैं।
    }

    { next-step }

    { appeal }

    { -external }
    { policy }
    .subject = आपकी प्रोफ़ाइल पर प्रतिबंध लगाया गया है

changed =
    आपकी प्रोफ़ाइल का एक प्रतिबंध बदल गया है। { $reason }

    प्रतिबंधित: { $capabilities }।
    { $until ->
        [none] यह तब तक रहेगा जब तक कोई व्यक्ति इसे समाप्त न करे।
       *[other] अब इसकी समाप्ति: { $until }।
    }
    { causes }
    { works }

    { appeal-causes }

    { -external }
    नीति { $policy_version }।
    .subject = आपकी प्रोफ़ाइल का एक प्रतिबंध बदल गया है

lifted =
    आपकी प्रोफ़ाइल का एक प्रतिबंध समाप्त हो गया है। { $reason }

    फिर से उपलब्ध: { $capabilities }।
    { causes }

    नीति { $policy_version }।
    .subject = आपकी प्रोफ़ाइल का एक प्रतिबंध समाप्त हो गया है

service_restricted =
    आपकी प्रकाशित सामग्री के विरुद्ध अधिकारों के दावे { in-days } की अवधि में { $rulings } बार सही पाए गए, पिछली बार आपकी पोस्ट { $post_id } ({ $surface }) के बारे में।
    { $earlier_rulings ->
        [none] { "" }
       *[other] उससे पहले (सबसे नया अंत में):
        { $earlier_rulings }
    }

    इस कारण { $from } से आपके लिए { $scope ->
        [open_chat] ओपन चैट
       *[messenger] मैसेंजर
    } का उपयोग { $until ->
        [none] तब तक प्रतिबंधित है जब तक कोई व्यक्ति इसे समाप्त न करे।
       *[other] { $until } तक प्रतिबंधित है।
    } इससे और कुछ प्रतिबंधित नहीं होता। { works }

    { appeal }

    { -external }
    { policy }
    .subject = आपके लिए सेवा का एक भाग प्रतिबंधित है

## अपील

appeal_received =
    हमें { $target } के बारे में आपकी अपील { $appeal_id } मिल गई है।
    { contested }

    इसे ऐसा व्यक्ति पढ़ेगा जिसने पहला निर्णय नहीं लिया था। इसका कोई शुल्क नहीं है। निर्णय { $decide_by } तक लिया जाएगा; तब तक पहला निर्णय लागू रहेगा।

    { policy }
    .subject = हमें आपकी अपील मिल गई है

appeal_refused =
    { $target } के बारे में आपकी अपील { $appeal_id } स्वीकार नहीं की जा सकी: { $reason ->
        [unknown_target] आपकी प्रोफ़ाइल के बारे में ऐसा कोई निर्णय हमें ज्ञात नहीं है, या वह पहले ही वापस लिया जा चुका है।
        [too_late] अपील की अवधि समाप्त हो चुकी है।
        [already_open] इसी निर्णय के बारे में एक अपील अभी विचाराधीन है।
       *[already_decided] इसी निर्णय के बारे में एक अपील पर निर्णय हो चुका है।
    }

    { -external }
    { policy }
    .subject = आपकी अपील स्वीकार नहीं की जा सकी

appeal_upheld =
    { $cause } के बारे में आपकी अपील { $appeal_id } ऐसे व्यक्ति ने पढ़ी है जिसने पहला निर्णय नहीं लिया था। पहला निर्णय लागू रहेगा।
    { contested }
    { given-reason }

    { -external } अधिक जानकारी: { $external_redress }
    { policy }
    .subject = आपकी अपील: पहला निर्णय लागू रहेगा

appeal_overturned =
    { $cause } के बारे में आपकी अपील { $appeal_id } ऐसे व्यक्ति ने पढ़ी है जिसने पहला निर्णय नहीं लिया था। आपकी अपील मान ली गई है: जिस पर आपको आपत्ति थी, वह वापस ले लिया गया है।
    { contested }
    { given-reason }

    { restored }

    { policy }
    .subject = आपकी अपील मान ली गई है

decision_reversed =
    हमने आपकी एक पोस्ट के बारे में अपना निर्णय { $cause } वापस ले लिया है। अब इसकी गिनती नहीं होती।
    { contested }
    { given-reason }

    { restored }

    नीति { $policy_version }।
    .subject = हमने एक निर्णय वापस ले लिया है

## रिपोर्ट

report_outcome =
    आपकी रिपोर्ट { $report_id } के लिए धन्यवाद। { $outcome ->
        [upheld] आपकी रिपोर्ट सही थी: पोस्ट { $post_id } हमारे नियमों का उल्लंघन करती है और हटा दी गई है।
        [dismissed] हमने पोस्ट { $post_id } की जाँच की और पाया कि वह हमारे किसी दिशानिर्देश का उल्लंघन नहीं करती। सच्ची नीयत से की गई ऐसी रिपोर्ट कभी आपके विरुद्ध नहीं गिनी जाती।
       *[unfounded] हमने पोस्ट { $post_id } की जाँच की और पाया कि वह स्पष्ट रूप से हमारे किसी दिशानिर्देश का उल्लंघन नहीं करती। कृपया केवल उसी की रिपोर्ट करें जो आपके विचार से उल्लंघन है।
    }

    नीति { $policy_version }।
    .subject = आपकी रिपोर्ट का परिणाम

reporter_warned =
    { conduct }

    यह एक चेतावनी है; इससे कुछ भी प्रतिबंधित नहीं होता। अनजाने में हुई गलतियाँ नहीं गिनी जातीं। यदि आगे भी स्पष्ट रूप से निराधार रिपोर्टें आईं, तो कुछ समय तक आपकी रिपोर्टों का कोई भार नहीं होगा।

    { policy }
    .subject = कृपया सावधानी से रिपोर्ट करें

reporter_suspended =
    हमारी चेतावनी के बाद भी आपकी ओर से स्पष्ट रूप से निराधार रिपोर्टें आईं। { conduct }

    { $from } से आपकी रिपोर्टों का { $until ->
        [none] तब तक कोई भार नहीं होगा जब तक कोई व्यक्ति यह प्रतिबंध समाप्त न करे।
       *[other] { $until } तक कोई भार नहीं होगा।
    }
    सबसे गंभीर नुकसान (स्तर 1) की रिपोर्टों की जाँच फिर भी होगी। इससे और कुछ प्रतिबंधित नहीं होता। { works }

    { appeal-suspension }

    { -external }
    { policy }
    .subject = कुछ समय तक आपकी रिपोर्टों का कोई भार नहीं होगा

## अधिकारों के दावे

claim_refused =
    पोस्ट { $post_id } ({ $ground }) के बारे में आपका दावा { $claim_id } स्वीकार नहीं किया जा सका: { $reason ->
        [evidence_required] इसके साथ कोई प्रमाण नहीं था। आप इसे प्रमाण के साथ फिर से भेज सकते हैं।
        [out_of_scope] इस प्रकार की सामग्री के बारे में दावे नहीं लिए जाते।
        [already_removed] यह पोस्ट पहले ही हटाई जा चुकी है।
        [already_claimed] आपका यही दावा पहले स्वीकार किया जा चुका है।
        [too_many] इस पोस्ट के बारे में पहले ही बहुत अधिक दावे स्वीकार किए जा चुके हैं।
       *[too_late] जिस अवधि के लिए पोस्ट रोकी जाती, वह समाप्त हो चुकी है।
    }

    { policy }
    .subject = आपका दावा स्वीकार नहीं किया जा सका

claim_accepted =
    पोस्ट { $post_id } ({ $ground }) के बारे में आपका दावा { $claim_id } स्वीकार कर लिया गया है। यदि दावे पर पहले निर्णय न हो, तो पोस्ट { $from } से { $until } तक रोकी गई है। यह रोक दावे के कारण अपने आप लगी है; दावे को अभी किसी ने परखा नहीं है।

    पोस्ट के लेखक को सूचित कर दिया गया है; लेखक की ओर से पोस्ट को फिर से दिखाने का अनुरोध किया जा सकता है। { $on_expiry ->
        [release] रोक समाप्त होने पर पोस्ट फिर से दिखाई जाएगी, जब तक कि कोई दूसरा दावा उसे न रोके।
       *[delete] यदि तब तक यह अनुरोध न किया जाए, तो रोक समाप्त होने पर पोस्ट हटा दी जाएगी।
    }

    { policy }
    .subject = आपका दावा स्वीकार कर लिया गया है

claim_decided =
    पोस्ट { $post_id } ({ $ground }) के बारे में आपका दावा { $claim_id } समाप्त हो गया है। { $outcome ->
        [infringing] दावा सही पाया गया; पोस्ट हटा दी गई है।
        [unfounded] { $manifestly_unfounded ->
            [yes] दावा स्पष्ट रूप से निराधार पाया गया। यह स्पष्ट रूप से निराधार रिपोर्ट की तरह गिना जाता है; कृपया केवल उसी का दावा करें जिस पर आपके विचार से आपका अधिकार है।
           *[no] दावा निराधार पाया गया। सच्ची नीयत से किया गया ऐसा दावा कभी आपके विरुद्ध नहीं गिना जाता।
        }
        [withdrawn] दावा वापस ले लिया गया।
        [removed] रोक की अवधि समाप्त हो गई; पोस्ट हटा दी गई है।
        [already_removed] एक दूसरे दावे के कारण पोस्ट हटा दी गई है।
       *[released] रोक की अवधि समाप्त हो गई; इस दावे के कारण पोस्ट अब रोकी हुई नहीं है।
    }

    { policy }
    .subject = आपका दावा समाप्त हो गया है

content_blocked =
    किसी का दावा है कि आपकी पोस्ट { $post_id } किसी अधिकार ({ $ground }) का उल्लंघन करती है। यदि दावे पर पहले निर्णय न हो, तो पोस्ट { $from } से { $until } तक रोकी गई है। यह रोक दावे के कारण अपने आप लगी है; दावे को अभी किसी ने परखा नहीं है। आपकी अन्य पोस्ट पर कोई असर नहीं है।

    यदि आपके विचार से पोस्ट दिखाई जानी चाहिए, तो { $repost_until } तक इसका अनुरोध करें: { $repost_url } (दावा संख्या { $claim_id })। इसका कोई शुल्क नहीं है।
    { $on_expiry ->
        [release] रोक समाप्त होने पर पोस्ट फिर से दिखाई जाएगी, चाहे आप अनुरोध करें या नहीं।
       *[delete] अनुरोध करने पर रोक समाप्त होते ही पोस्ट फिर से दिखाई जाएगी; अनुरोध न करने पर वह तब हटा दी जाएगी।
    } यदि दावा सही पाया जाए या कोई दूसरा दावा पोस्ट को रोके, तो वह फिर से नहीं दिखाई जाएगी।

    { -external }
    { policy }
    .subject = आपकी एक पोस्ट फ़िलहाल रोकी गई है

counter_claim_received =
    आपकी पोस्ट { $post_id } को फिर से दिखाने का आपका अनुरोध { $counter_claim_id } हमें मिल गया है (दावा { $claim_id }, { $ground })।

    { $blocked ->
        [yes] इस दावे के कारण लगी रोक की समाप्ति: { $until }। तब पोस्ट फिर से दिखाई जाती है, जब तक कि दावा सही न पाया जाए या कोई दूसरा दावा उसे न रोके।
       *[no] इस दावे के कारण पोस्ट अब रोकी हुई नहीं है।
    }

    { policy }
    .subject = हमें आपका अनुरोध मिल गया है

content_released =
    आपकी पोस्ट { $post_id } फिर से दिखाई जा रही है। वह एक दावे ({ $ground }, { $claim_id }) के कारण रोकी गई थी। { $outcome ->
        [unfounded] दावा निराधार पाया गया।
        [withdrawn] दावा वापस ले लिया गया।
       *[expired] रोक की अवधि समाप्त हो गई।
    }

    { policy }
    .subject = आपकी पोस्ट फिर से दिखाई जा रही है

content_removed =
    अधिकार के एक दावे ({ $ground }, { $claim_id }) के कारण आपकी पोस्ट { $post_id } हटा दी गई है। { $outcome ->
        [infringing] दावा सही पाया गया।
       *[expired] रोक की अवधि समाप्त हो गई, और पोस्ट को फिर से दिखाने का अनुरोध नहीं किया गया।
    } आपकी अन्य पोस्ट पर कोई असर नहीं है।

    { -external }
    { policy }
    .subject = आपकी एक पोस्ट हटा दी गई है

erased =
    इस प्रोफ़ाइल के बारे में जो कुछ हमारे पास था, वह मिटा दिया गया है, और प्रतिबंध समाप्त कर दिए गए हैं। केवल एक ऐसा चिह्न बचता है जिसमें कोई निजी जानकारी नहीं है; वह इस प्रोफ़ाइल के देर से आने वाले रिकॉर्ड को बाहर रखता है।

    संदर्भ: { $erasure_id }।
    .subject = आपका डेटा मिटा दिया गया है

## साझा वाक्य

taken-down =
    आपकी पोस्ट { $post_id } ({ $surface }) हटा दी गई है, क्योंकि वह हमारे दिशानिर्देश “{ $guideline }” का उल्लंघन करती है (स्तर { $level }; स्तर 1 सबसे गंभीर है)।
    { found } { $automated ->
        [yes] यह निर्णय एक स्वचालित प्रणाली ने लिया।
       *[no] यह निर्णय एक व्यक्ति ने लिया।
    }

found = { $source ->
        [none] { "" }
        [report] इस पोस्ट की रिपोर्ट की गई थी।
        [own_initiative] यह पोस्ट हमने स्वयं पाई।
        [order] किसी प्राधिकरण ने हमें कार्रवाई का आदेश दिया था।
       *[claim] किसी ने इस पर अपने अधिकार का दावा किया था।
    }

works = { $still_works ->
        [none] जिन सुविधाओं पर प्रतिबंध लग सकता है, उनमें से कोई भी अभी आपके लिए उपलब्ध नहीं है।
       *[other] जो उपलब्ध है: { $still_works }।
    }

counts = इस निर्णय से जुड़ने वाले अंक: { $points }; अब आपका स्कोर: { $score }। अंक केवल सीमित समय तक गिने जाते हैं।

next-step = { $next_rung ->
        [none] आगे कोई चरण नहीं है।
        [reminder] अगला चरण { $next_points } अंकों से शुरू होता है: एक और अनुस्मारक।
       *[restriction] अगला चरण { $next_points } अंकों से शुरू होता है और इन्हें प्रतिबंधित करता है: { $next_capabilities }।
    }

appeal = यदि आपके विचार से यह गलत है, तो { $appeal_until } तक अपील की जा सकती है: { $appeal_url } (निर्णय संख्या { $cause })। { free }

appeal-causes = { $appeal_until ->
        [none] यदि आपके विचार से यह गलत है, तो जिस कार्रवाई की सूचना आपको पहले दी गई थी, उस पर अपील की जा सकती है: { $appeal_url }
       *[other] यदि आपके विचार से यह गलत है, तो { $appeal_until } तक अपील की जा सकती है: { $appeal_url } (इनमें से किसी एक निर्णय की संख्या लिखें)।
    } { free }

appeal-suspension = यदि आपके विचार से यह गलत है, तो { $appeal_until } तक अपील की जा सकती है: { $appeal_url } (कार्रवाई संख्या { $action_id })। { free }

free = इसका कोई शुल्क नहीं है, और आपकी अपील ऐसा व्यक्ति पढ़ता है जिसने पहला निर्णय नहीं लिया था।

causes = { $causes ->
        [none] { "" }
       *[other] इसके पीछे के निर्णय: { $causes }।
    }

conduct = { in-days } की अवधि में आपकी जिन रिपोर्टों और दावों पर निर्णय हुआ: { $settled }। इनमें स्पष्ट रूप से निराधार: { $unfounded }।

in-days = { $window_days } दिन

-external = इसके अलावा, आप न्यायालय या, जहाँ उपलब्ध हो, विवाद सुलझाने वाली किसी स्वतंत्र संस्था के पास जा सकते हैं।

policy = नीति { $policy_version }, धारा { $clause }।

contested = { $post_id ->
        [none] { "" }
       *[other] यह आपकी पोस्ट { $post_id } और हमारे दिशानिर्देश “{ $guideline }” (स्तर { $level }) के बारे में है।
    }

given-reason = { $reason ->
        [none] { "" }
       *[other] कारण: { $reason }
    }

restored = { $restored ->
        [none] इससे कोई प्रतिबंध समाप्त नहीं होता: वह पहले ही समाप्त हो चुका था, या किसी दूसरे निर्णय के कारण बना हुआ है।
       *[other] फिर से उपलब्ध: { $restored }।
    }

## समय और संख्याएँ

instant = { $day } { $month ->
        [1] जनवरी
        [2] फ़रवरी
        [3] मार्च
        [4] अप्रैल
        [5] मई
        [6] जून
        [7] जुलाई
        [8] अगस्त
        [9] सितंबर
        [10] अक्टूबर
        [11] नवंबर
       *[12] दिसंबर
    } { $year }, { $clock } UTC

decimal-mark = .

## सूचियों की पंक्तियाँ

restriction = { $until ->
        [none] - { $capability }: जब तक कोई व्यक्ति इसे समाप्त न करे
       *[other] - { $capability }: { $until } तक
    }

earlier-strike = - { $at }: पोस्ट { $post_id }, अंक: { $points }
earlier-ruling = - { $at }: पोस्ट { $post_id }

## नाम

capability-feed_search = फ़ीड और खोज में दिखना
capability-notifications = सूचनाओं में दिखना
capability-comments = आपकी टिप्पणियों का दिखना
capability-creation = पोस्ट और टिप्पणियाँ प्रकाशित करना
capability-reporting = पोस्ट की रिपोर्ट करना
capability-service = सेवा का उपयोग
capability-matching = जहाँ पोस्ट प्रकाशित की गई, वहाँ दिखना

reason-expired = इसकी अवधि पूरी हो गई।
reason-overturned = आपकी अपील मान ली गई।
reason-reversed = हमने आपकी एक पोस्ट के बारे में निर्णय वापस ले लिया।
reason-corrected = एक निर्णय देर से ज्ञात हुआ और उसके परिणाम फिर से निकाले गए।
reason-erased = आपका डेटा मिटा दिया गया।
reason-released = जिस पर यह आधारित था, उसे मुक्त कर दिया गया।

ground-personal_information = निजी जानकारी
ground-portrait = अपनी छवि पर अधिकार
ground-defamation = मानहानि
ground-intellectual_property = बौद्धिक संपदा
ground-other_right = अन्य अधिकार

guideline-terrorism_extremism = आतंकवाद और उग्रवाद
guideline-child_abuse = बाल शोषण
guideline-graphic_obscene_sexual = वीभत्स, अश्लील और यौन सामग्री
guideline-malicious_programs = हानिकारक प्रोग्राम
guideline-illegal_activities = अवैध गतिविधियाँ
guideline-sexual_harassment = यौन उत्पीड़न
guideline-hate_speech_discrimination = घृणा फैलाने वाली भाषा और भेदभाव
guideline-religiously_offensive = धार्मिक भावनाओं को ठेस पहुँचाने वाली सामग्री
guideline-violent_content = हिंसक सामग्री
guideline-dangerous_content = खतरनाक सामग्री
guideline-intellectual_property = बौद्धिक संपदा का उल्लंघन
guideline-identity_theft = पहचान की चोरी
guideline-privacy_violation = निजता का उल्लंघन
guideline-abusive_content = अपमानजनक सामग्री
guideline-spam = स्पैम
guideline-misinformation = भ्रामक जानकारी
guideline-cyberbullying_harassment = साइबर धमकी और उत्पीड़न
guideline-private_information = निजी जानकारी का खुलासा

surface-feed_post = फ़ीड पोस्ट
surface-comment = टिप्पणी
surface-profile = प्रोफ़ाइल
surface-talk_board_post = टॉक बोर्ड पोस्ट
surface-talk_board_comment = टॉक बोर्ड टिप्पणी
surface-open_chat_announcement = ओपन चैट घोषणा
surface-open_chat_schedule = ओपन चैट कार्यक्रम
surface-open_chat_vote = ओपन चैट मतदान
surface-open_chat_cover = ओपन चैट कवर
surface-open_profile = ओपन प्रोफ़ाइल
surface-open_profile_post = ओपन प्रोफ़ाइल पोस्ट
