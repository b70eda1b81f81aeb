"""Common nouns, verbs and adjectives of four languages, for texts too short to hold a function word."""

from __future__ import annotations

from typing import Final

# Folded; only words that the other three do not spell alike.
CONTENT_WORDS: Final = {
    "de": """tage jahr jahre jahren woche wochen monat stunde stunden minuten menschen leute kind kinder mann maenner
        frauen familie freund freunde kunde kunden firma unternehmen geschaeft laden markt preis preise geld kosten
        rechnung zahlung konto bestellung lieferung paket brief antwort frage fragen anruf termin fehler schaden
        hilfe stadt staedte land laender staat regierung gesetz recht gericht polizei schule schueler lehrer arzt
        krankenhaus wasser strom wohnung haus haeuser strasse zug bahn bus auto wagen fahrt reise flug flughafen
        karte zeitung buch buecher bild bilder seite spiel spiele spieler mannschaft sieg trainer arbeit mitarbeiter
        leitung verwaltung entwicklung wirtschaft forschung gesundheit sicherheit umwelt zukunft vergangenheit
        grosse grossen kleine kleinen neue neuen gute guten schlecht schnell langsam teuer billig kaputt falsch
        wichtig letzte letzten erste ersten naechste hoch weit kurz lang deutsche deutschen deutschland oesterreich
        schweiz macht sagt sagte gesagt kommen kommt geben nehmen stehen liegt bleibt dauert weg tot klingel lampe
        schrank kueche fenster tuer kauf verkauf gekauft bestellt storniert kuendigen zurueck voll leer buerger
        koenig krieg frieden kirche welt zeit teil ende anfang grund beispiel sache ding""",
    "en": """day days year years week weeks month months hour hours people child children woman women man men friend
        friends customer customers company business price prices money cost costs bill payment account order
        delivery parcel letter reply question questions call mistake damage help town country state government law
        court police school schools teacher hospital water power flat house houses street train car travel flight
        airport card newspaper book books picture pictures page game games player players win coach work worker
        staff development economy research health security future past big small new bad quick quickly slow slowly
        expensive cheap broken wrong important last first next high long short english british american england
        makes says said comes came give gives given takes took stand stays stuck weekly daily yearly link switch
        export bill ski lamp kitchen window door buy bought sold ordered cancelled returned full empty citizen king
        war peace church world time part end beginning reason thing things report message sites site message above
        below include including human heart health building field club members member officer board council minister
        election vote chance issue issues""",
    "fr": """jour jours annee annees semaine semaines mois heure heures gens enfant enfants femme femmes homme hommes
        ami amis amie client clients entreprise societe prix argent frais facture paiement compte commande livraison
        colis lettre reponse demande appel erreur aide ville villes pays etat gouvernement loi droit tribunal ecole
        professeur hopital eau maison maisons rue voiture voyage vol aeroport carte journal livre livres jeu jeux
        joueur joueurs equipe victoire travail developpement economie recherche sante securite avenir grand grande
        grands petit petite nouveau nouvelle bon bonne mauvais cher casse faux dernier derniere premier premiere
        prochain haut long longue court francais francaise fait dit vient donne prend reste cuisine fenetre porte
        achat vente achete vendu plein vide citoyen roi guerre paix eglise monde temps partie fin debut raison chose
        choses ligne suite mise lieu cours projet projets rapport conseil ministre president chef groupe niveau
        oeuvre ecrit publie selon afin ainsi mort nord ouest""",
    "it": """giorno giorni anno anni settimana settimane mese mesi ora ore gente bambino bambini donna donne uomo uomini
        amico amici cliente clienti azienda societa prezzo prezzi soldi costo fattura pagamento conto ordine
        consegna pacco lettera risposta domanda chiamata errore aiuto citta paese paesi stato governo legge diritto
        tribunale polizia scuola professore ospedale acqua casa case strada treno macchina viaggio volo aeroporto
        carta giornale libro libri gioco giochi giocatore squadra vittoria lavoro sviluppo economia ricerca salute
        sicurezza futuro grande grandi piccolo nuovo nuova buono cattivo caro rotto sbagliato ultimo ultima primo
        prima prossimo alto lungo corto italiano italiana italia detto viene dare prende resta cucina finestra porta
        acquisto vendita comprato venduto pieno vuoto cittadino guerra pace chiesa mondo tempo parte fine inizio
        ragione dopo oltre circa presso centro gruppo livello opera scritto secondo morte nord ministro presidente
        capo via vita mano strade progetto""",
}
