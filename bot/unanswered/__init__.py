"""What people say of answers, the queue of unanswered questions, and what admins answer."""
