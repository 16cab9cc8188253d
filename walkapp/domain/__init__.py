"""What walkapp knows about safety walks, without app, database or clock.

The dictionary. One word for one thing, in code English, on screen Swedish:

===========  ====================  ==========================================================
walk         trygghetsvandring     an evening when a group walks a route together
stop         stopp                 where a walk halts to look, in order
issue        iakttagelse           what a walker logged: a problem, what works, an idea, a question
check        kontroll              what a walker sees of an earlier fix, on a walk that follows it
feeling      trygghetskänsla       how safe a stop feels, 1 to 5, said by nobody in particular
fix          åtgärd, åtgärdspunkt  what somebody must do about one or more issues
party        ansvarig              who controls the place: a municipal unit or an outside owner
report       uppföljning           the public page that tells what came of it (address /followup)
promise      medborgarlöfte        what police and municipality promised for the year
goal         mål                   what a promise is to reach, where, with its situation picture
commitment   åtagande              one thing that was promised, with its target
activity     insats                something that was done for a promise
indicator    indikator             something measured elsewhere, with its measurements
person       medarbetare           somebody who signs in; walkers need no account
device       telefon               a walker's phone, known by its cookie alone
area         område                a named part of the municipality
voice        "jag också"           a walker who has seen what another logged
objection    invändning            a reader says that what is told as fixed is not
round        dagens runda          the fixes somebody goes out to today, each an errand
event        händelse              one line of history, written by the save it tells about
===========  ====================  ==========================================================
"""
