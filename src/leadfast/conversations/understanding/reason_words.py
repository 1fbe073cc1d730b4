"""What mail servers say when they refuse, by reason; after the public phrase lists of bounce parsers."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a message did not arrive."""

    USER_UNKNOWN = "user_unknown"
    HOST_UNKNOWN = "host_unknown"
    MOVED = "moved"
    TAKES_NO_MAIL = "takes_no_mail"
    MAILBOX_FULL = "mailbox_full"
    DISABLED = "disabled"
    FILTERED = "filtered"
    TOO_BIG = "too_big"
    SPAM = "spam"
    CONTENT = "content"
    POLICY = "policy"
    SENDER_UNPROVEN = "sender_unproven"
    SENDER_BLOCKED = "sender_blocked"
    SENDER_REJECTED = "sender_rejected"
    RELAYING = "relaying"
    TOO_FAST = "too_fast"
    NETWORK = "network"
    EXPIRED = "expired"
    SYSTEM = "system"
    UNKNOWN = "unknown"


# Order matters: the sure and narrow ones stand before the broad ones.
WORDS: tuple[tuple[Reason, str], ...] = (
    (Reason.FILTERED, r"google ?groups|googlegroups|グループ|permission to post|5\d\d:? ?: user unknown"),
    (Reason.DISABLED, r"(?:account|mailbox) (?:is|has been) blocked|compte .{0,20}bloqu"),
    (
        Reason.CONTENT,
        (
            r"its content presents|headers? too large|header error|addresses in from|"
            r"multiple.{0,60}from: header"
        ),
    ),
    (Reason.HOST_UNKNOWN, r"name service error|account or domain may not exist"),
    (Reason.SYSTEM, r"procmail|couldn't create|cannot (?:create|open|write)"),
    (
        Reason.USER_UNKNOWN,
        (
            r"5\.1\.0 address rejected|recipient address rejected: access denied|bad[_ ]recipient|"
            r"remote server returned unknown recipient"
        ),
    ),
    (
        Reason.EXPIRED,
        (
            r"message expired|envelope expired|queue (?:time|too)|retry time(?:out)? (?:not reached|"
            r"exceeded)|i'm not going to try again|delivery time expired"
        ),
    ),
    (
        Reason.POLICY,
        (
            r"(?:does not|doesn't|must) (?:support|issue|use) (?:an? )?(?:starttls|tls)|"
            r"starttls (?:is )?required|tls (?:is )?required"
        ),
    ),
    (
        Reason.SENDER_REJECTED,
        (
            r"domain of sender|> from:|sender (?:address |domain |verify |'s )?\S* ?(?:rejected|denied|"
            r"refused|does not|doesn't|must|verification|verify|is not|not found|invalid|unknown)|"
            r"5\.1\.[78]\b|my name was rejected|invalid domain name|(?:unknown|invalid|bad) sender|"
            r"sender unknown|mail from .{0,60}(?:reject|not allowed)|fake|forged"
        ),
    ),
    (
        Reason.MAILBOX_FULL,
        (
            r"mail ?(?:box|drop|file|folder)s? (?:\S+ )?(?:is |are )?(?:currently |over |"
            r"almost )*(?:full|quota|exceed)|over (?:the )?(?:disk )?quota|quota (?:has been |is |was |"
            r"limit )?"
            r"(?:exceed|reached|full|violation|would)|exceed\w* (?:\S+ ){0,4}(?:storage|quota|"
            r"(?:mailbox|disk|space) (?:size )?(?:limit|space|capacity))|\bquota_?exceeded|"
            r"out of (?:storage|quota|disk) ?space"
            r"|(?:not enough|insufficient|no|lacks?) (?:\w+ )?(?:disk |storage )?(?:space|room)|"
            r"in ?box is full|is (?:over|at|above) (?:\w+ )?(?:quota|(?:storage |size )?limit)|"
            r"account (?:is )?full|user is over"
            r"|disk (?:is )?full|mailbox size limit|recipient(?:'s)? (?:mail)?box (?:is )?full|"
            r"full mailbox|maximum (?:mailbox )?size.*mailbox|messages in recipient's mailbox exceeded"
            r"|容量|一杯|がいっぱい|storage (?:space )?(?:is )?full|暂时.*满|邮箱.*满|ящик.*переполнен|boîte.*pleine|"
            r"postfach.*voll"
        ),
    ),
    (
        Reason.TOO_BIG,
        (
            r"message (?:size |is )?(?:exceed|too (?:large|big|long)|larger)|(?:max(?:imum)?|"
            r"fixed) (?:\w+ )?(?:message |mail )?size|size (?:of (?:this|the) message )?(?:exceed|"
            r"limit)|too (?:large|big)\b|"
            r"exceed\w* (?:the )?(?:\w+ )?(?:message )?size|message header size|"
            r"larger than (?:the )?(?:current )?"
        ),
    ),
    (
        Reason.TAKES_NO_MAIL,
        (
            r"(?:does not|do not|doesn't|not) accept (?:any )?(?:mail|email|messages)\b(?! from| with|"
            r" over| for)|null mx|nullmx|no (?:smtp|mail) service|no mail (?:is )?accepted here|"
            r"smtp protocol (?:is )?(?:not|disabled)|"
            r"not accepting (?:any )?(?:mail|messages)\s*$|host does not receive mail|"
            r"domain (?:does not|doesn't) (?:accept|receive)|name server: \.: host not found|"
            r"mail receiving disabled|^556"
        ),
    ),
    (
        Reason.MOVED,
        (
            r"\b551 (?:user|not)|has (?:been )?moved|moved to|mailbox (?:has )?moved|"
            r"address (?:has )?changed|no longer (?:works?|employed|with us|uses? this|in use)|"
            r"has been replaced by|new address|user not local"
        ),
    ),
    (
        Reason.SENDER_UNPROVEN,
        (
            r"\bdmarc\b|\bspf\b|sender policy framework|\bdkim\b|multiple authentication|"
            r"authentication check|unauthenticated (?:email|mail|sender)|not (?:authenticated|"
            r"pass\w* authentication)|5\.7\.2[0-36-9]\b"
            r"|not authorized (?:to send|by|sender)|sender (?:id|address) .*not (?:match|permitted)|domainkeys"
        ),
    ),
    (
        Reason.SENDER_BLOCKED,
        (
            r"5\.7\.25\b|reverse (?:dns|lookup|hostname)|ptr record|\bno ptr\b|\bptr\b|\brdns\b|"
            r"cannot find your (?:host ?name|reverse)|(?:unresolvable|unknown|"
            r"invalid) (?:relay )?(?:host ?name|host)\b.*(?:client|relay)|"
            r"client host(?:name)? (?:rejected|\[)|"
            r"reputation|black ?list|block ?list|\brbl\b|dnsbl|spamhaus|spamcop|barracuda|sorbs|"
            r"\bblocked (?:by|using|due|for)|(?:is|are|was|been|has been) (?:\w+ )?blocked|"
            r"(?<!not )listed (?:in|at|by|on)|banned|mismatches client ip|[45]\d\d (?:\S+ )?blocked|"
            r"ip (?:address )?.{0,60}(?:block|refus|reject|not allowed)|"
            r"bad (?:ip|sender) |poor reputation|refused.{0,40}(?:your|ip)|connection refused from|"
            r"not allowed to connect|access from ip|your (?:mail ?server|server|host|ip|"
            r"network)\b.{0,80}(?:reject|refus|block|denied|dynamic|list)|"
            r"(?:dynamic|residential) (?:ip|address)|go away|\bdenied by (?:the )?(?:firewall|"
            r"administrator)|we do not accept mail from|no access from mail server|"
            r"rejecting.{0,20}connections|client (?:was )?not authenticated|helo|ehlo|fcrdns|5\.7\.606|"
            r"S3140"
        ),
    ),
    (
        Reason.TOO_FAST,
        (
            r"frequency limited|aup#in-1310|too many (?:messages|mails?|connections|recipients|"
            r"concurrent|sessions|emails|failed|unknown)|too frequent|rate limit|sending rate|"
            r"exceed\w* (?:the )?(?:\w+ )?(?:rate|connections?|number of (?:connections|messages|"
            r"recipients))|throttl|try again later.*rate|maximum (?:number of )?(?:connections|"
            r"parallel)|receiving mail (?:at a rate|too quickly)|5\.4\.5\b.*limit"
        ),
    ),
    (
        Reason.RELAYING,
        (
            r"configured to relay|relay(?:ing)?\b.{0,20}(?:denied|not (?:permitted|allowed)|prohibited|"
            r"access|forbidden|is not)|(?:unable|not permitted|cannot|refuse|not allowed|refused|"
            r"denied|no) (?:to )?relay|does not relay|\bnot (?:an? )?open relay|"
            r"isn't in my list of allowed rcpthosts|(?:isn't|not) in (?:my )?(?:control/)?(?:locals|"
            r"rcpthosts)|not local(?: host)?.*gateway|not a gateway|mail loop|that domain isn't|"
            r"domain (?:is )?not (?:allowed|handled|hosted)"
        ),
    ),
    (
        Reason.DISABLED,
        (
            r"(?:account|mailbox|user|recipient|address|email|customer)\S* (?:is |has been |was |"
            r"is currently |is temporarily |temporarily )*(?:suspend|disabled|inactive|deactivat|"
            r"locked|frozen|blocked|closed|expired|cancel|discontinued|not active|terminated|"
            r"restricted|unavailable.{0,20}vacation)|"
            r"(?:disabled|suspended|inactive|deactivated|locked|discontinued) (?:account|mailbox|user|"
            r"recipient|address|or discontinued)|extended inactivity|not been activated|"
            r"temporarily (?:locked|disabled|suspended)|"
            r"account (?:that you tried to reach )?is (?:disabled|inactive)|invalid/inactive|"
            r"boîte.*désactiv|mailbox currently suspended|on hold|has no(?:t)? logged in|"
            r"permanently closed"
        ),
    ),
    (
        Reason.HOST_UNKNOWN,
        (
            r"domain is not reachable|(?:host|domain|hostname)(?: name)?(?: \S+)? (?:is |was |"
            r"has )?(?:unknown|not (?:found|known|exist|be found|resolv)|doesn't exist|does not exist|"
            r"no (?:longer|mx)|nonexistent|invalid|unroutable|unrout)|unknown (?:host|domain|"
            r"mail ?host|relay host)|no such (?:host|domain)|(?:couldn't|could not|can't|cannot|"
            r"unable to) (?:find|resolve|look ?up|locate)(?: a| the| any)? ?(?:host|domain|mx|ip|"
            r"mail ?server|route|address)|"
            r"no (?:mx|dns|route|valid mx|matches to nameserver|a |relevant answers)|(?:name|dns|mx|"
            r"domain|host) (?:or service not known|lookup|error|server fail|resolution|query)|nxdomain|"
            r"unrout(?:e)?able (?:mail )?(?:address|domain)|unresolvable|illegal host/domain|"
            r"invalid (?:domain|host|mx|route)|"
            r"mail server .{0,80} (?:was )?not found|illegal host|cannot be resolved|domain name not|"
            r"domain must resolve|no .{0,20}address associated|bad(?:ly formed)? host|"
            r"host or domain name|domain of .{0,60} does not|"
            r"all relevant mx records point to non-existent hosts|couldn't find any host|"
            r"hostname.{0,40} unresolv"
        ),
    ),
    (
        Reason.USER_UNKNOWN,
        (
            r"(?:user|recipient|addressee|mailbox|account|address|alias|name|local ?part|userid|"
            r"e-?mail|destination)\S*(?:\s\S+@\S+|\s<[^>]*>)?[\s,:'\"]*(?:is |was |are |name is |"
            r"address is |address |could |can |can)*\s*(?:unknown|not found|not be found|not exist|"
            r"doesn't exist|not known|invalid|not listed|not recogni[sz]ed|nonexistent|"
            r"no longer (?:valid|available|exists?)|undeliverable|not valid|not on this server|"
            r"not in (?:the )?(?:directory|database))|"
            r"(?:does not|doesn't|do not|don't|did not) (?:have an? (?:account|mailbox|user)|"
            r"have any (?:user|account)|exist|match any)|"
            r"unknown (?:user|recipient|address|account|mailbox|local|email|destination|or illegal|"
            r"alias|virtual)|(?:no|not a) (?:such|valid|known|this|known|local|"
            r"matching) (?:\S+ )?(?:user|recipient|person|mailbox|address|account|e-?mail|id|name|"
            r"local|record)|no (?:mailbox|account|user|one|body) (?:here )?(?:by|with|of|named|found|"
            r"exist|is)|no (?:mailbox|account|user|person) (?:here )?(?:by|with) that|"
            r"invalid (?:(?:or |final |delivery |local )*)?(?:user|recipient|address|mailbox|account|"
            r"e-?mail|userid|to)|(?:bad|illegal|wrong) (?:destination|recipient|user|address|mailbox|"
            r"alias|local)|(?:not|isn't) (?:a |our |one of our |an )?(?:valid|known|local|registered|"
            r"existing|legal)? ?(?:user|customer|recipient|mailbox|addressee)\b|"
            r"mailbox (?:is )?(?:unavailable|not available|not found)|unavailable mailbox|"
            r"mailbox for .{0,80} (?:not|unavailable)|can(?:'t|not) accept (?:user|.{0,60}\bno such)|"
            r"not listed in|nobody here|that'?s not a valid user|no longer (?:has|have) an account|"
            r"(?:doesn't|does not) have an? \S+ account|"
            r"recipient(?:'s)? (?:address |mailbox )?(?:name )?(?:rejected|is not recogni|not accepted|"
            r"unknown|not found|refused|reject)|resolver\.adr|recipnotfound|recipientnotfound|"
            r"addressnotfound|not in (?:my|our) (?:user )?database|user.{0,10}not.{0,10}exist|"
            r"address (?:you entered )?couldn't be found|wasn't found|"
            r"nie (?:istnieje|znaleziono)|unbekannt|inconnu|desconocid|sconosciut|存在しません|不明|见つかりません|"
            r"not a member of|does not have a yahoo|couldn't be found|empfänger nicht|no existe|"
            r"n'existe pas|nem létez|não existe|non esiste|bestaat niet|adresse .{0,20}(?:incorrect|"
            r"erron)|ungültig|delivery to .{0,60}not (?:allowed|possible)|cannot find the user|"
            r"is not a (?:known|valid)|checking (?:of )?the address"
        ),
    ),
    (
        Reason.FILTERED,
        (
            r"only accept(?:s|ing) mail from|not accepting mail (?:from|with)|(?:recipient|"
            r"user) (?:\w+ )?(?:does not|doesn't) (?:want|accept) (?:mail |messages )?from|restricted|"
            r"rejected by (?:the )?(?:recipient|user)|(?:because of|by) (?:a )?(?:user|"
            r"recipient)(?:'s)? (?:filter|rule)|sender (?:is )?not (?:on|in) .{0,20}(?:list|guest)|"
            r"permission to post|bounced by|blocked by (?:the )?recipient|has blocked|"
            r"refuses? to accept|not (?:allowed|authori[sz]ed) to send (?:mail |messages )?to"
        ),
    ),
    (
        Reason.SPAM,
        (
            r"\bspam\b|\bjunk\b|unsolicited|bulk mail|\bube\b|\buce\b|looks like spam|spamming|"
            r"spam(?:-like|ming|score| content| message| filter)|phish|high probability|abusive|"
            r"spamassassin|classified as|suspicious"
        ),
    ),
    (
        Reason.CONTENT,
        (
            r"virus|infected|malware|attachment|content (?:rejected|filter|type|policy|restriction|not|"
            r"contains|violat|scan)|message (?:content|was rejected due to content)|media error|"
            r"5\.6\.\d|illegal (?:attachment|character)|improper use of 8-bit|prohibited|"
            r"contains .{0,40}(?:url|link|forbidden|executable)|banned (?:file|name)|duplicate header|"
            r"multiple (?:from|to|subject|message-id)|not rfc|rfc ?[25]\d?822|rfc compliant|bare lf|"
            r"header (?:is )?(?:missing|required|error)|invalid header|missing .{0,20}header|"
            r"message-id header|malformed|syntax"
        ),
    ),
    (
        Reason.POLICY,
        (
            r"auth(?:entication )?required|polic(?:y|ies)|not permitted|security|encryption|tls|"
            r"not allowed|administrative(?:ly)? (?:prohibit|refus)|violat|gross(?:ly)?|"
            r"transaction failed|unacceptable|message refused|message (?:was )?rejected|"
            r"you are not (?:allowed|permitted|authori)|must issue"
        ),
    ),
    (
        Reason.SENDER_REJECTED,
        (
            r"sender (?:address |domain |verify |\S+@\S+ )?(?:\w+ )?(?:rejected|denied|refused|failed|"
            r"not (?:found|exist|accepted|allowed)|unknown|invalid|is invalid|verification)|"
            r"mail from (?:domain|address)|from (?:address|field|header|domain)|bad sender|"
            r"domain of sender|invalid (?:sender|mail from)|sender'?s (?:address|domain|e-?mail)|"
            r"access denied|rejected|5\.1\.[78]|denied|bogus"
        ),
    ),
    (
        Reason.NETWORK,
        (
            r"requests to connect|socket error|not accepting connections|(?:connection|connect|"
            r"conversation|session).{0,40}(?:timed? ?out|refused|reset|lost|closed|dropped|failed|"
            r"broken|unavailable)|(?:timed? ?out|timeout)|(?:no|network|host).{0,20}(?:route|"
            r"unreachable)|unable to (?:connect|initiate)|could not (?:connect|initiate|be reached|"
            r"contact)|hop count|routing loop|too many hops|loop(?:s)? (?:back|detected)|"
            r"mail (?:for \S+ )?loops|connect(?:ion)? (?:error|failure)|"
            r"remote server (?:is )?(?:not respond|unavailable)|not responding|host .{0,60}unreachable|"
            r"didn't respond|unable to (?:reach|contact)|protocol error|did not respond"
        ),
    ),
    (
        Reason.EXPIRED,
        (
            r"failing for a long time|expired|(?:delivery|retry|message) (?:time|timeout|period|queue)|"
            r"too long|(?:could not|not) (?:be )?deliver\w* (?:\S+ ){0,4}(?:for|within|after|"
            r"in) (?:\S+ )?\d+|giving up|given up|in (?:the )?queue (?:too|for)|retry time not reached|"
            r"undelivered (?:after|for)|max(?:imum)? (?:retry|retries|queue)|delay|will be (?:retried|"
            r"tried)|attempts? (?:will|to deliver)|in-?queue"
        ),
    ),
    (
        Reason.SYSTEM,
        (
            r"\bldap\b|(?:local|internal|server|system|configuration|temporary|"
            r"mailer) (?:\w+ )?(?:error|problem|failure|fault)|(?:can't|cannot|unable to|"
            r"could not) (?:create|open|write|lock|chdir|access)|i/o error|permission denied|misconfig|"
            r"out of memory|not (?:implemented|supported)|service (?:is )?(?:not available|unavailable|"
            r"down)|try again (?:later|in)|temporar(?:y|ily)|command (?:died|failed|output|rejected|"
            r"time|line)|procmail|exit(?:ed)? (?:with|status)|pipe|mailer|unable to (?:run|deliver)|"
            r"resources"
        ),
    ),
)
