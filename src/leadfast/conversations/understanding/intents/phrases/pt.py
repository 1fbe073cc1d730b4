"""What people write in Portuguese, of Portugal and Brazil."""

PHRASES = {
    "unsubscribe": (
        (r"^\W*(?:por favor,? )?(?:remover|cancelar(?: (?:a )?(?:subscrição|inscrição))?|descadastr\w+|sair|stop|unsubscribe|eliminar)\W*$", r"\b(?:retir|remov|apagu|elimin|exclu|descadastr|tir|apag)\w*(?:-me|-nos)?\b[^.?!\n]{0,30}\b(?:meu|meus|minha|nosso|nossos|nossa|este|esta|os dados|da lista|da vossa|da sua|das? list|do vosso|me da|me de)\b", r"\b(?:retir|remov|elimin|exclu|tir)\w*-me\b", r"\bnão (?:me |nos |voltem |volte )?(?:a )?(?:envi|contact|escrev|mand|lig|incomod|import)\w*(?: mais)?\b", r"\bnão (?:quer|desej|pretend|autoriz|dei|gostaria)\w*\b[^.?!\n]{0,40}(?:receb|contact|e-?mail|mensage|publicidade|consentimento|autoriza|ser)", r"\b(?:par|deix|cess)(?:em|e|ar|a) de (?:me |nos )?(?:envi|mand|escrev|contact|lig|incomod|insist)\w*", r"\b(?:rgpd|lgpd|proteção de dados|consentimento|spam)\b", r"\b(?:base|lista)s? de (?:dados|distribuição|contactos|contatos|e-?mails?|envio|correio|mailing)\b", r"\bnem mais um (?:e-?mail|mail)", r"\bdeix(?:em|e)-(?:me|nos) em paz", r"\bcancel\w+ (?:a |minha |a minha )?(?:subscrição|inscrição)"),
        (r"\bremov\w+", r"\bpublicidade\b", r"\bdados\b"),
    ),
    "left_company": (
        (r"\b(?:já não|não) (?:trabalh\w+|faz parte|está|integra|colabora)\b(?: mais| connosco| conosco| na| aqui| com)", r"\bnão trabalha mais\b|\bnão faz mais parte\b|\bjá cá não trabalha\b", r"\b(?:deixou|saiu|deixei|saí)\b[^.?!\n]{0,20}(?:a|da|de|na) ?(?:empresa|firma|companhia|trabalhar|equipa|equipe|nós|cá|casa)?", r"\b(?:reformou-se|reformad\w|aposent\w+|faleceu|desligad\w|desligou-se|demiti\w+)\b", r"\b(?:substitut\w|sucessor\w*|o seu lugar)\b"),
        (r"\breform\w+", r"\bex-?(?:colega|funcionári\w)"),
    ),
    "bounce_like_human": (
        (r"\b(?:pessoa|endereço|empresa|destinatári\w|número|contacto|e-?mail) (?:\S+ )?(?:errad\w|incorret\w|engana\w+)\b", r"\b(?:engano|enganou-se|enganad\w+|equívoco|confusão|confund\w+|erro|troca|trocaram|homónim\w)\b", r"\bnão (?:sou|somos|é|era) (?:eu|a pessoa|o|a|para mim|essa|esse|quem|nenhum\w*|dirigid\w)\b[^.?!\n]{0,40}", r"\bnão conhe[cç]\w+\b", r"\bninguém (?:com|de|aqui|chamad)\w*\b", r"\b(?:um|uma) particular\b|e-?mail pessoal", r"\bnunca (?:pedi|solicitei|trabalh)\w*|\bnem pedi\b|\bnão pedi\b"),
        (r"\bengan\w+", r"\berrad\w\b"),
    ),
    "meeting_agreed": (
        (r"\b(?:combinad\w|perfeito|ok|sim|confirm\w+|de acordo|pode ser|por mim|serve|está bem|ótimo|fechad\w|marcad\w|agendad\w|fica|certo|claro)\b[^.?!\n]{0,60}(?:segunda|terça|quarta|quinta|sexta|sábado|às \d|\d{1,2}[h:]\d{0,2}|amanhã|dia \d|reunião)", r"(?:segunda|terça|quarta|quinta|sexta|sábado|às \d{1,2}\S*|amanhã|reunião|dia \d{1,2})[^.?!\n]{0,60}\b(?:combinad\w|perfeito|ok|confirm\w+|pode ser|está bem|serve|dá-me jeito|por mim|ótimo|convém|estou disponível|funciona|está ótimo)\b", r"\b(?:até|vemo-nos|falamos|nos vemos|conversamos|encontramo-nos) (?:na |no |à |então )?(?:segunda|terça|quarta|quinta|sexta|sábado|amanhã|lá|dia)\b", r"\b(?:envi|mand|aguard|esper)\w*\b[^.?!\n]{0,25}(?:convite|convocatória|link)", r"\b(?:reunião|convite) (?:\S+ )?(?:confirmad|aceit|marcad|agendad)\w*"),
        (r"\bconvite\b", r"\breunião\b", r"\bcombinad\w\b", r"\bagenda\b", r"\binstalações\b"),
    ),
    "referral": (
        (r"\b(?:contact|fal|escrev|dirij|dirig|trat|pergunt|ligu|procur|entr)\w*\b[^.?!\n]{0,40}\b(?:com|a|ao|à|para|por|diretamente|em contacto)\b[^.?!\n]{0,40}(?:[A-ZÁÉÍÓÚÂÊÔÃÕ][a-záéíóúâêôãõç]+ [A-Z]|colega|responsável|departamento|diretor\w*|@|eng\.|dr|sr|gerente)", r"\b(?:quem trata|trata d|responsável|encarregad\w|quem decide|decide|gere|cuida|assunto d\w|competência d)\w*[^.?!\n]{0,60}(?:[A-Z]|@|\d{3})", r"\b(?:pessoa (?:certa|indicada|adequada)|interlocutor\w*)\b", r"\b(?:reencaminh\w+|encaminh\w+|em cópia|ponho em cópia|passei|passo)\b", r"\bnão (?:sou eu|trato|decido|é comigo|é da minha)\b", r"\b(?:o e-?mail|o contacto|o número) (?:dele|dela|é)\b"),
        (r"\bcolega\b", r"\bdiretamente\b", r"\bda minha parte\b"),
    ),
    "already_bought": (
        (r"\b(?:comprámos|compramos|comprei|adquirimos|adquiri|encomend\w+|assinámos|assinamos|assinei|fechámos|fechamos|fechei|optámos|optamos|optei|escolhemos|escolhi|contratámos|contratamos|contratei|decidimo-nos|ficámos com|ficamos com|arranj\w+|já temos|encontrámos)\b", r"\bjá (?:\S+ )?(?:compr|adquir|encomend|assin|fech|tenho|temos|escolh|decid|somos client|sou client|trat)\w*", r"\btarde demais\b|\bdemasiado tarde\b", r"\b(?:outro|outra) (?:stand|fornecedor|concessionári\w|loja|marca|empresa)\b"),
        (r"\bcompr\w+", r"\boutro\b", r"\bencomend\w+"),
    ),
    "uses_competitor": (
        (r"\b(?:trabalhamos|usamos|utilizamos|estamos|temos|somos) (?:\S+ ){0,4}(?:com|há anos|contrato|satisfeit\w|client\w|fornecedor|content\w|na|no)\b[^.?!\n]{0,40}", r"\b(?:o nosso|nosso|nossa|atual) (?:fornecedor|parceiro|sistema|contrato|software|programa|solução|contabilista)\b", r"\b(?:contrato|fidelização)\b[^.?!\n]{0,40}(?:até|termina|vigor|renov)", r"\b(?:satisfeit|content)\w+ com\b", r"\bconcorr\w+\b", r"\bjá (?:trabalhamos|usamos|utilizamos|temos (?:um|uma|fornecedor|contrato|solução)|estamos (?:com|servidos))\b"),
        (r"\bfornecedor\b", r"\bcontrato\b", r"\bhá anos\b|\bdesde 20\d\d\b"),
    ),
    "price_objection": (
        (r"\b(?:muito|demasiado|bastante|tão|mais|um pouco) (?:caro|cara|caros|elevad\w|alto|alta|dispendios\w|puxad\w)\b", r"\b(?:preço|valor|custo|orçamento|proposta|mensalidade)s?\b[^.?!\n]{0,50}(?:alto|elevad|acima|fora|ultrapass|excede|caro|demais|assust|não (?:cabe|dá|temos)|pesad|\d)", r"\b(?:fora|acima|além)\b[^.?!\n]{0,20}(?:orçamento|alcance|possibilidades|budget)", r"\b(?:desconto|mais barat\w|mais em conta|melhor preço|baixar (?:o )?preço)\b", r"\bnão (?:podemos|posso|temos|há|conseguimos|consigo)\b[^.?!\n]{0,30}(?:pagar|orçamento|verba|dinheiro|suportar|gastar)", r"\bcar[oa] (?:demais|para nós|para mim)\b"),
        (r"\bcar[oa]\b(?! (?:sr|senhor|[A-Z]))", r"\bpreço\b", r"\borçamento\b", r"\d ?(?:€|euros?\b|reais\b)"),
    ),
    "not_interested": (
        (r"\bnão (?:me |nos |estou |estamos |temos |tenho |há )?(?:\S+ )?(?:interess\w+)\b", r"\b(?:sem|nenhum) interesse\b", r"\bnão (?:precis\w+|queremos|quero|necessit\w+|pretend\w+|vamos (?:avançar|mudar|comprar)|faz sentido|se aplica|é para nós)\b", r"\bnão,? obrigad\w\b|\bobrigad\w,? mas (?:não|nao)?\b", r"^\W*não\b[^?\n]{0,30}$", r"\b(?:decidimos|decidi|optámos por|preferimos|prefiro) (?:não|ficar|manter|continuar|cancelar|desistir)\b", r"\b(?:desist\w+|recus\w+|declin\w+|dispens\w+)\b", r"\bprojeto (?:\S+ ){0,3}(?:cancelad|suspens|abandonad|parad)\w", r"\bnão avanç\w+"),
        (r"\binfelizmente\b|\blamento\b", r"\bobrigad\w (?:na mesma|de qualquer|pela atenção|mas)\b"),
    ),
    "not_now": (
        (r"\b(?:volt|contact|lig|fal|escrev|retom|envi|mand|lembr|tent|procur|chame)\w*\b[^.?!\n]{0,60}(?:em|depois|daqui|após|mais tarde|próxim|quando|no|na|a partir|início|final|fim|meados|dentro|para)\b", r"\b(?:agora (?:não|está|é|estou|estamos)|de momento|neste momento|por (?:agora|enquanto)|ainda não|mais tarde|mais para a frente|este (?:ano|mês|semestre|trimestre) não|não (?:este|neste|para já)|para já não|má altura|não é (?:a )?(?:boa )?altura)\b", r"\b(?:não tenho|não temos|sem|falta de) tempo\b", r"\b(?:aviso|digo|direi|diremos|avisarei|avisamos|dou|darei|damos)(?:-lhe|-vos|-te)?\b[^.?!\n]{0,20}(?:alguma coisa|notícias|resposta|feedback|depois|quando|até|logo)?", r"\b(?:adi\w+|suspens\w+|congelad\w+|em espera|em pausa|posterg\w+)\b", r"\b(?:ocupad\w+|complicad\w+|atolad\w+|cheios? de trabalho|em plen\w|assoberbad\w|fecho de contas)\b", r"\b(?:tenho|temos|preciso|precisamos) (?:de |que )(?:\S+ )?(?:pensar|falar|ver|analisar|discutir|decidir|consultar)"),
        (r"\bmais tarde\b", r"\bmomento\b|\baltura\b", r"\bdepois\b", r"\bpróxim\w\b"),
    ),
    "interested": (
        (r"\b(?:estou|estamos|tenho|temos|muito|sim|bastante|fiquei|ficámos) (?:\S+ )?interess(?:ad\w+|e|ante)\b", r"\binteressa-(?:me|nos)\b", r"\b(?:envi|mand|faç|prepar|mostr|pass)(?:e|em|a|ar|ie|iem)?\w*(?:-me|-nos)?\b[^.?!\n]{0,50}(?:informaç|orçamento|proposta|catálogo|brochura|preços|tabela|detalhes|mais|documentação|ficha|apresentação)", r"\b(?:gostaria|gostava|gostaríamos|gostávamos|queria|queríamos|quero|queremos) (?:\S+ )?(?:de|ver|saber|mais|um|uma|receber|experimentar|avançar|que)\b", r"\b(?:parece|soa)(?:-me|-nos)? (?:\S+ )?(?:bem|interessante|bom|ótimo|útil)\b", r"\b(?:ligue|liguem|liga|telefone)(?:-me|-nos)\b|\bme ligue\b", r"\b(?:estamos|estou|andamos) (?:\S+ )?(?:à procura|a procurar|procurando|a avaliar|avaliando|a pensar|precisamente|mesmo)\b", r"\b(?:com (?:muito )?gosto|sim,? por favor|claro que sim|vamos a isso|pode avançar|bora)\b", r"\b(?:exatamente|mesmo) (?:o que|isso)\b", r"\bpróximos passos\b", r"\b(?:podem|pode|poderiam|poderia) (?:ligar|vir|enviar|mandar|fazer|preparar|passar)\w*"),
        (r"\binteress\w+", r"\borçamento\b", r"\bdemo\w*\b", r"\bbrochura\b"),
    ),
    "question": ((), (r"\?", r"\b(?:pergunta|dúvida|saber|quanto|como|quando|qual|quais|onde)\b", r"\b(?:quanto|como|quando|qual|quais|têm|tem|é possível|pode|podem|existe)\b[^.!\n]*\?")),
    "thanks_only": (
        (r"^\W*(?:(?:ok|certo|perfeito|recebido|entendido|combinado|ótimo|muito obrigad\w(?: pel[oa]s? [^.?!\n]{0,60})?|obrigad\w(?: pel[oa]s? [^.?!\n]{0,60}| por [^.?!\n]{0,60}| eu| igualmente)?|agradeço(?: [^.?!\n]{0,50})?|de nada|igualmente|bom (?:dia|fim de semana|trabalho)|boa (?:tarde|semana)|cumprimentos|abraço|valeu)\W*)+$",),
        (r"\bobrigad\w\b", r"\brecebi\w*\b"),
    ),
}  # fmt: skip
