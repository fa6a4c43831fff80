"""What people follow, and what they hear of it on their own page. Mails and feeds read it from here."""
