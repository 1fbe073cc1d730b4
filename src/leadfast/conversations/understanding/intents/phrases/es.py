"""What people write in Spanish."""

PHRASES = {
    "unsubscribe": (
        (r"^\W*(?:por favor,? )?(?:baja|darme de baja|dar de baja|eliminar|borrar|stop|cancelar suscripción|unsubscribe|quitar(?:me)?)\W*$", r"\b(?:dar|dé|den|dad|dame|deme|denme|dadme|darme|darnos|dennos|denos|dar) ?(?:me|nos)? de baja\b", r"\bbaja de (?:esta|su|la|vuestra|sus)\b", r"\b(?:elimin|borr|quit|suprim|sáqu|retir|sac)(?:en?|ad|ar|e)?(?:me|nos)\b", r"\b(?:elimin|borr|quit|suprim|retir)(?:e|en|ad|ar|a)\b[^.?!\n]{0,30}\b(?:mi|mis|nuestr\w+|esta|este|todos) (?:\S+ )?(?:datos|correo|dirección|email|e-mail|nombre|lista|contacto)", r"\bno (?:me |nos )?(?:escrib|contact|env[ií]|mand|molest|llam|vuelv)\w*(?: más| nunca| nada)?\b", r"\bno (?:deseo|quiero|queremos|deseamos|he dado|autorizo|autoricé)\b[^.?!\n]{0,40}(?:recib|que me|que nos|correo|publicidad|contact|consentimiento|permiso|uso)", r"\b(?:dej|par|ces)(?:en?|ad|ar|e) (?:ya )?de (?:escrib|envi|mand|contact|molest|llam|insist)\w*", r"\b(?:rgpd|lopd|lopdgdd|protección de datos|consentimiento|spam|derecho (?:de|al) (?:supresión|olvido|oposición))\b", r"\b(?:lista|base|fichero)s? de (?:correo|distribución|datos|envío|contactos|difusión)\b", r"\bni un (?:correo|mail|email) más", r"\bdéj(?:eme|enme|ame|adme) en paz"),
        (r"\bbaja\b", r"\bpublicidad\b", r"\bdatos\b"),
    ),
    "left_company": (
        (r"\bya no (?:trabaj\w+|form\w+ parte|est[áo]y?|sigue|se encuentra|pertenece|colabora|es empleado)\b", r"\b(?:dej[óoéa]\w*|ha dejado|abandonó|ha abandonado|se fue|se ha ido|se marchó|se ha marchado|causó baja|ha causado baja)\b[^.?!\n]{0,40}(?:empresa|compañía|equipo|nosotros|puesto|firma|casa|trabajo|de la|hace|en)?", r"\b(?:se (?:ha )?jubil\w+|está jubilad\w|jubilad\w|falleci\w+)\b", r"\b(?:su (?:sustitut\w+|sucesor\w*|puesto)|sustituye|sustituto|sucesor)\b"),
        (r"\bjubil\w+", r"\bpuesto\b"),
    ),
    "bounce_like_human": (
        (r"\b(?:persona|dirección|empresa|destinatari\w|número|correo|contacto)\s(?:\S+ )?(?:equivocad\w|incorrect\w|erróne\w)", r"\b(?:se (?:ha |han |habrá |habrán )?(?:equivoc|confund)\w+|equivocad\w+|equivocación|confusión|error|confundido|confunde|confundiendo|tocayo|homónimo)\b", r"\b(?:no (?:soy|somos) (?:la persona|el|la|quien|los|ningún|ninguna|esa|ese))\b", r"\b(?:no conozco|no conocemos) (?:a |esa |ese |ninguna |ningún |de nada)", r"\bno (?:era|es|iba|va) (?:para mí|para nosotros|dirigid\w)", r"\b(?:aquí no|no hay nadie|nadie con ese nombre|nadie que se llame)\b", r"\b(?:soy|es) un particular\b|correo (?:personal|particular|privado)", r"\bnunca (?:he |hemos )?(?:pedido|solicitado|trabajado)\b"),
        (r"\bequivoc\w+", r"\bno he pedido\b", r"\bnada que ver\b"),
    ),
    "meeting_agreed": (
        (r"\b(?:de acuerdo|perfecto|vale|confirm\w+|me viene bien|nos viene bien|me va bien|nos va bien|me encaja|nos encaja|ok|sí|quedamos|hecho|estupendo|genial|me parece bien|apuntad\w|agendad\w|anotad\w)\b[^.?!\n]{0,60}(?:lunes|martes|miércoles|jueves|viernes|sábado|a las \d|\d{1,2}[:.]\d{2}|mañana|cita|reunión|día \d|\d{1,2} ?h)", r"(?:lunes|martes|miércoles|jueves|viernes|sábado|a las \d{1,2}\S*|mañana|cita|reunión)[^.?!\n]{0,60}\b(?:de acuerdo|perfecto|me viene bien|nos viene bien|me va bien|nos va bien|me encaja|confirm\w+|vale|me parece|puedo|está bien|apuntad\w|reservad\w)\b", r"\b(?:nos vemos|hasta|hablamos|os veo|le veo|te veo|quedamos) (?:el |entonces|mañana|a las|pues )(?:\S+ )?(?:lunes|martes|miércoles|jueves|viernes|sábado|día|entonces)?", r"\b(?:env[ií]\w+|mánd\w+|espero|pás\w+)(?:me|nos)?\b[^.?!\n]{0,25}(?:convocatoria|invitación|enlace|link|videollamada)", r"\b(?:cita|reunión|convocatoria) (?:queda )?(?:confirmad|aceptad|agendad|fijad)\w"),
        (r"\bconvocatoria\b", r"\bcita\b", r"\breunión\b", r"\bvideollamada\b", r"\bde acuerdo\b", r"\bagenda\b"),
    ),
    "referral": (
        (r"\b(?:contact|habl|escrib|dir[ií]j|pregunt|póng|llam|consult|diríg|remít|trat|acud)\w*\b[^.?!\n]{0,40}\b(?:con|a|al|por|directamente)\b[^.?!\n]{0,40}(?:[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+ [A-ZÁÉÍÓÚÑ]|compañer\w|responsable|jef\w|departamento|director\w*|@|gerente|don |doña |sr|sra)", r"\b(?:encargad\w|encarga|lleva|responsable|ocupa|gestiona|decide|quien (?:lleva|decide|se)|competencia de|corresponde a|depende de)\b[^.?!\n]{0,60}(?:[A-ZÁÉÍÓÚÑ]|@|\d{3})", r"\b(?:persona (?:adecuada|indicada|correcta|responsable)|interlocutor\w*)\b", r"\b(?:reenví\w+|reenviad\w|paso|pasad\w|remito|copio|en copia|traslad\w+)\b[^.?!\n]{0,30}(?:a|al|su|tu|mensaje|correo)\b", r"\b(?:su|el) (?:correo|email|teléfono|móvil|número) es\b", r"\bno (?:lo |la |me )?(?:llevo|decido|encargo|gestiono|ocupo|soy (?:yo|el responsable|la responsable|quien))\b", r"\bmejor (?:con|a|habla|hable|hablen)\b"),
        (r"\bcompañer\w\b", r"\bde mi parte\b", r"\bdirectamente\b"),
    ),
    "already_bought": (
        (r"\b(?:he|hemos|ha|han|acab\w+ de) (?:\S+ )?(?:comprad|compr|adquirid|contratad|contrat|firmad|firm|encargad|elegid|decidid|pedid|encontrad|cerrad|escogid|optad|adjudicad)\w*\b(?! (?:no|posponer|esperar|aplazar))", r"\bya (?:\S+ )?(?:compr|contrat|tenemos|tengo|firm|encarg|adquir|está resuelto|lo tenemos|elegimos|cerramos|pedimos)\w*\b", r"\b(?:compramos|compré|contratamos|firmamos|adquirimos|nos decidimos|optamos) (?:\S+ ){0,3}", r"\bdemasiado tarde\b|\bllega(?:n|s)? tarde\b", r"\b(?:otro|otra) (?:concesionario|proveedor|tienda|marca|sitio)\b"),
        (r"\bcompr\w+\b", r"\bencarg\w+", r"\botro\b"),
    ),
    "uses_competitor": (
        (r"\b(?:trabajamos|estamos|llevamos|usamos|utilizamos|tenemos|contamos) (?:\S+ ){0,4}(?:con|desde|años|contrato|proveedor|content\w+|satisfech\w+|en)\b", r"\b(?:nuestro|nuestra|mi) (?:proveedor|sistema|solución|contrato|actual|programa|software|gestoría)\b", r"\b(?:contrato|permanencia|compromiso)\b[^.?!\n]{0,40}(?:hasta|vence|termina|vigente|renov)", r"\bya (?:trabajamos|usamos|utilizamos|contamos|tenemos|estamos)\b[^.?!\n]{0,50}", r"\b(?:content|satisfech|encantad)\w+ con\b", r"\bcompetencia\b(?! de)", r"\bnos va (?:muy )?bien con\b"),
        (r"\bproveedor\b", r"\bcontrato\b", r"\bdesde hace\b", r"\bcontent\w+"),
    ),
    "price_objection": (
        (r"\b(?:muy|demasiado|algo|bastante|tan|más|es) (?:caro|cara|elevado|elevada|alto|alta|costoso|costosa)\b", r"\b(?:precio|coste|costo|tarifa|importe|presupuesto|cuota|cifra)s?\b[^.?!\n]{0,50}(?:alto|elevad|excede|supera|demasiad|no (?:nos )?(?:llega|cuadra|encaja|alcanza)|fuera|se sale|se nos va|dispar|escapa|\d)", r"\bfuera de (?:\S+ )?(?:presupuesto|alcance|precio)\b", r"\b(?:descuento|rebaja|más barato|más económic\w|mejor precio|ajustar (?:el )?precio)\b", r"\bno (?:\S+ )?(?:podemos|puedo|tenemos|hay|llegamos|alcanza|disponemos)\b[^.?!\n]{0,30}(?:permit|presupuesto|dinero|pagar|gastar|asumir|fondos)", r"\b(?:se (?:me|nos) (?:va|sale|escapa|dispara))\b", r"\b(?:otro|otra|competencia)\b[^.?!\n]{0,40}(?:más barat|menos|% |euros menos)"),
        (r"\bcaro\b", r"\bprecio\b", r"\bpresupuesto\b", r"\d ?(?:€|euros?\b)"),
    ),
    "not_interested": (
        (r"\bno (?:me |nos |les? |estoy |estamos |muy )?(?:\S+ )?(?:interes\w+|convence)\b", r"\bno (?:lo |la |los )?(?:necesit\w+|queremos|quiero|precis\w+|busc\w+|requer\w+|vamos a|voy a (?:comprar|cambiar|seguir))\b", r"\bno,? gracias\b|\bgracias,? pero no\b", r"^\W*no\b[^?\n]{0,30}$", r"\b(?:sin|ningún|ninguna) (?:interés|necesidad|intención)\b", r"\b(?:decidido|preferimos|prefiero|optado por|hemos acordado) (?:no|seguir|quedarnos|mantener|descartar|dejar)\b", r"\b(?:descart|desestim|rechaz|declin)\w+\b", r"\bproyecto (?:\S+ ){0,3}(?:cancelad|parad|anulad|descartad)\w", r"\bno (?:encaja|es para nosotros|nos encaja|aplica|procede|es lo que)\b"),
        (r"\blo siento\b|\blamentablemente\b", r"\bgracias (?:de todas formas|de todos modos|igualmente|pero)\b", r"\bsuerte\b"),
    ),
    "not_now": (
        (r"\b(?:llám|llam|contact|escríb|escrib|hablam|habl|retom|vuelv|volv|recuérd|avís|pregúnt|insist|mánd)\w*\b[^.?!\n]{0,60}(?:en|después|tras|más adelante|dentro|a partir|cuando|a principios|a finales|a mediados|próxim|pasad|que viene|hacia|para)\b", r"\b(?:ahora (?:mismo )?(?:no|imposible|estamos|estoy|mal|es mal)|de momento|por (?:el momento|ahora)|más adelante|más tarde|todavía no|aún no|mal momento|no es (?:el )?(?:buen )?momento|este (?:año|mes|trimestre) no)\b", r"\b(?:sin|no tengo|no tenemos|falta de) tiempo\b", r"\b(?:os|te|le|les|ya) (?:aviso|avisaré|avisaremos|digo|diré|diremos|llamo|llamaré|llamamos|escribo|escribiré|contacto|contactaré|comento|confirmo|cuento)\b", r"\b(?:aplaz|pospon|pospuest|posterg|paraliz|congel|pausa|en espera|retras)\w*\b", r"\b(?:plena|mucho|hasta arriba|liad\w+|saturad\w+|desbordad\w+|a tope|ocupad\w+|cierre)\b", r"\b(?:tengo|tenemos|debo|debemos|hay) que (?:\S+ )?(?:consult|habl|pens|valor|ver|estudi|coment|decid)\w*"),
        (r"\badelante\b", r"\bmomento\b", r"\bdespués\b", r"\bcuando\b"),
    ),
    "interested": (
        (r"\b(?:me|nos|estoy|estamos|muy|sí|mucho) (?:\S+ )?interes(?:a|ad\w+|aría|an)\b", r"\b(?:suena|parece|pinta|tiene buena pinta|me gusta|nos gusta|me encanta)\b[^.?!\n]{0,30}(?:bien|interesante|genial|pinta|.)", r"\b(?:env[ií]\w*|mánd\w*|pás\w*|haz\w*|hág\w*|facilít\w*|prepár\w*)(?:me|nos)?\b[^.?!\n]{0,50}(?:información|presupuesto|oferta|catálogo|folleto|precios|tarifas|propuesta|detalles|ficha|más|dossier|documentación)", r"\b(?:me|nos) (?:gustaría|encantaría|interesaría)\b", r"\b(?:quiero|queremos|quisiera|quisiéramos|querríamos|desearía) (?:\S+ )?(?:ver|saber|probar|recibir|conocer|una|un|más|información|avanzar|seguir|que)\b", r"\b(?:llám|llam)(?:ame|eme|enme|adme|ad|en)\b", r"\b(?:justo|precisamente|estamos) (?:\S+ )?(?:buscando|lo que|necesit\w+|mirando|valorando|pensando)\b", r"\b(?:adelante|sí,? por favor|claro que sí|por supuesto|con mucho gusto|encantad\w)\b", r"\bsiguientes? pasos?\b", r"\b(?:pueden|puede|podéis|podrían|podría) (?:llamar|venir|enviar|hacer|preparar|mandar|pasar)\w*"),
        (r"\binteres\w+", r"\bpresupuesto\b", r"\bdemo\w*\b", r"\bfolleto\b", r"\bprobar\b"),
    ),
    "question": ((), (r"\?", r"¿", r"\b(?:pregunta|duda|saber|cuánto|cómo|cuándo|qué|dónde|cuál)\b", r"¿[^?\n]*\?")),
    "thanks_only": (
        (r"^\W*(?:(?:ok|vale|perfecto|de acuerdo|recibido|entendido|anotado|genial|estupendo|muchas gracias(?: por [^.?!\n]{0,60})?|mil gracias(?: por [^.?!\n]{0,60})?|gracias(?: por [^.?!\n]{0,60}| a (?:ti|usted|vosotros|ustedes)| de nuevo| igualmente)?|muy amable|de nada|igualmente|un saludo|saludos|buen (?:día|fin de semana)|hasta (?:luego|pronto))\W*)+$",),
        (r"\bgracias\b", r"\brecibido\b"),
    ),
}  # fmt: skip
