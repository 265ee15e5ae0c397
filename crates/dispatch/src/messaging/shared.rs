//! Whoever says something in the same call center at the same time shares a transaction: its commit and its rows cost as much
//! as those of one. A few are under way at a time; who comes meanwhile is in the next.

use super::error::MessagingError;
use super::work::{Abort, Deed, Outcome, Work};
use crate::dispatcher::Dispatcher;
use crate::error::DispatchError;
use async_trait::async_trait;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::ChatId;
use patchbay_store::chats::StoredChat;
use patchbay_store::partitions;
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// Deeds of one transaction at most.
const BATCH: usize = 32;
/// Transactions of one call center under way at a time.
const COMMITS: usize = 2;
/// Another process is faster, or something has to be read first; not for ever.
const TRIES: usize = 10;

/// A deed that waits for its transaction, whatever it tells.
#[async_trait]
trait Asked: Send + Sync {
    fn chat(&self) -> ChatId;

    /// Does it as far as the commit, and keeps what is to be told; none: there is nothing to write.
    async fn run(&self, work: &mut Work) -> Result<Option<StoredChat>, Abort>;

    /// Tells whoever asked.
    fn answer(self: Box<Self>, committed: Result<(), MessagingError>);
}

struct AskedBy<D: Deed> {
    deed: D,
    chat: ChatId,
    done: Mutex<Option<D::Done>>,
    answer: oneshot::Sender<Result<D::Done, MessagingError>>,
}

#[async_trait]
impl<D: Deed> Asked for AskedBy<D> {
    fn chat(&self) -> ChatId {
        self.chat
    }

    async fn run(&self, work: &mut Work) -> Result<Option<StoredChat>, Abort> {
        let (chat, done) = match self.deed.run(work).await? {
            Outcome::Write(chat, done) => (Some(chat), done),
            Outcome::Nothing(done) => (None, done),
        };
        *self.done.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
        Ok(chat)
    }

    fn answer(self: Box<Self>, committed: Result<(), MessagingError>) {
        let done = self.done.into_inner().unwrap_or_else(PoisonError::into_inner);
        // It was done, or it was not committed either.
        let answer = committed.and_then(|()| done.ok_or_else(|| DispatchError::Stopping.into()));
        // Whoever asked may have gone away.
        let _ = self.answer.send(answer);
    }
}

type Batch = Vec<Box<dyn Asked>>;

/// What waits, by call center.
#[derive(Default)]
pub(crate) struct SharedWork(Mutex<HashMap<CallCenterId, Lane>>);

#[derive(Default)]
struct Lane {
    waiting: Batch,
    under_way: HashSet<ChatId>,
    commits: usize,
}

impl SharedWork {
    /// Puts a deed in. True: nobody is there yet who would do it.
    fn put(&self, call_center: &CallCenterId, asked: Box<dyn Asked>) -> bool {
        let mut lanes = self.lanes();
        let lane = lanes.entry(call_center.clone()).or_default();
        lane.waiting.push(asked);
        let begins = lane.commits < COMMITS;
        lane.commits += usize::from(begins);
        begins
    }

    /// The next batch of whoever began, after the chats of the last one. Deeds of chats that somebody else is busy with
    /// stay: that one takes them next. None: there is nothing more to do.
    fn next(&self, call_center: &CallCenterId, done: &[ChatId]) -> Option<Batch> {
        let mut lanes = self.lanes();
        let lane = lanes.get_mut(call_center)?;
        for chat in done {
            lane.under_way.remove(chat);
        }
        let (mut batch, mut rest) = (Batch::new(), Batch::new());
        for asked in lane.waiting.drain(..) {
            let fits = batch.len() < BATCH && !lane.under_way.contains(&asked.chat());
            if fits { batch.push(asked) } else { rest.push(asked) }
        }
        lane.waiting = rest;
        if batch.is_empty() {
            lane.commits -= 1;
            if lane.commits == 0 {
                lanes.remove(call_center);
            }
            return None;
        }
        lane.under_way.extend(batch.iter().map(|asked| asked.chat()));
        Some(batch)
    }

    /// Held for the moment of a look.
    fn lanes(&self) -> MutexGuard<'_, HashMap<CallCenterId, Lane>> {
        // Nothing that can panic happens under the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Dispatcher {
    /// Does a deed until it is committed or refused. Whoever asked may go away meanwhile.
    pub(super) async fn in_chat<D: Deed>(&self, call_center: CallCenterId, deed: D) -> Result<D::Done, MessagingError> {
        let (answer, answered) = oneshot::channel();
        let asked = AskedBy { chat: deed.chat(&call_center), deed, done: Mutex::default(), answer };
        if self.shared_work().put(&call_center, Box::new(asked)) {
            let dispatcher = self.clone();
            self.runs().spawn(async move { dispatcher.work_in(&call_center).await });
        }
        // Dropped without an answer only by a process that ends.
        answered.await.map_err(|_| DispatchError::Stopping)?
    }

    async fn work_in(&self, call_center: &CallCenterId) {
        let mut done = Vec::new();
        while let Some(mut batch) = self.shared_work().next(call_center, &done) {
            done = batch.iter().map(|asked| asked.chat()).collect();
            // Everybody locks chats in this order; those of one chat keep theirs.
            batch.sort_by_key(|asked| asked.chat().0);
            self.commit(call_center, batch).await;
        }
    }

    /// Commits a batch. What is refused is done again alone, so that it is nobody else's trouble.
    async fn commit(&self, call_center: &CallCenterId, mut batch: Batch) {
        let mut roster_is_new = false;
        let mut alone = Batch::new();
        for _ in 0..TRIES {
            let (refused, why) = match self.try_commit(call_center, &batch, roster_is_new).await {
                Ok(()) => {
                    batch.drain(..).for_each(|asked| asked.answer(Ok(())));
                    break;
                }
                Err(why) => why,
            };
            let handled = match why {
                Abort::Refused(MessagingError::Dispatch(error)) if error.lacks_partition() => {
                    let made = partitions::create_ahead(&self.core().store, self.core().clock.now()).await;
                    made.map_err(MessagingError::from)
                }
                Abort::Cold { template, endpoint } => {
                    let read = self.core().recipes.get(call_center, &template, &endpoint).await;
                    read.map(drop).map_err(MessagingError::from)
                }
                Abort::Unknown => {
                    roster_is_new = true;
                    Ok(())
                }
                // Of two processes that lock two chats each; nothing of it was written.
                Abort::Refused(MessagingError::Dispatch(error)) if error.is_deadlock() => Ok(()),
                Abort::Again => Ok(()),
                Abort::Refused(why) => Err(why),
            };
            match (handled, refused) {
                (Ok(()), _) => {}
                (Err(why), _) if batch.len() == 1 => {
                    batch.drain(..).for_each(|asked| asked.answer(Err(why.clone())));
                }
                (Err(_), Some(refused)) => alone.push(batch.remove(refused)),
                (Err(_), None) => alone.append(&mut batch),
            }
            if batch.is_empty() {
                break;
            }
        }
        // Somebody else was faster ten times in a row.
        batch.drain(..).for_each(|asked| asked.answer(Err(DispatchError::TakenOver.into())));
        for asked in alone {
            Box::pin(self.commit(call_center, vec![asked])).await;
        }
    }

    /// One transaction. If it comes to nothing, tells which deed is to blame, unless all are.
    async fn try_commit(
        &self,
        call_center: &CallCenterId,
        batch: &Batch,
        roster_is_new: bool,
    ) -> Result<(), (Option<usize>, Abort)> {
        let all = |why| (None, why);
        let begun = Work::begin(self, call_center, roster_is_new).await;
        let mut work = begun.map_err(|why| all(Abort::Refused(why)))?;
        let mut chats = Vec::with_capacity(batch.len());
        for (index, asked) in batch.iter().enumerate() {
            match asked.run(&mut work).await {
                Ok(chat) => chats.extend(chat),
                Err(why) => {
                    work.give_up().await.map_err(all)?;
                    return Err((Some(index), why));
                }
            }
        }
        work.finish(&chats).await.map_err(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    struct About(u128);

    #[async_trait]
    impl Asked for About {
        fn chat(&self) -> ChatId {
            ChatId(Uuid::from_u128(self.0))
        }

        async fn run(&self, _: &mut Work) -> Result<Option<StoredChat>, Abort> {
            Ok(None)
        }

        fn answer(self: Box<Self>, _: Result<(), MessagingError>) {}
    }

    fn chats(batch: Option<Batch>) -> Option<Vec<u128>> {
        batch.map(|batch| batch.iter().map(|asked| asked.chat().0.as_u128()).collect())
    }

    #[test]
    fn a_chat_is_in_one_transaction_at_a_time_and_nothing_is_left_behind() {
        let work = SharedWork::default();
        let (of, other): (CallCenterId, CallCenterId) = ("cc-1".parse().unwrap(), "cc-2".parse().unwrap());
        let put = |of: &CallCenterId, chat| work.put(of, Box::new(About(chat)));
        let done = |chats: &[u128]| chats.iter().map(|chat| ChatId(Uuid::from_u128(*chat))).collect::<Vec<_>>();
        assert!(put(&of, 1), "the first begins");
        assert!(put(&of, 2), "the second as well");
        assert!(!put(&of, 1), "two are enough");
        assert_eq!(chats(work.next(&of, &[])), Some(vec![1, 2, 1]), "who begins first takes all, in their order");
        assert!(!put(&of, 1) && !put(&of, 3));
        assert_eq!(chats(work.next(&of, &[])), Some(vec![3]), "chat 1 is in a transaction already");
        assert_eq!(chats(work.next(&of, &done(&[3]))), None);
        assert!(put(&other, 1), "of another call center");
        assert_eq!(chats(work.next(&of, &done(&[1, 2, 1]))), Some(vec![1]));
        assert_eq!(chats(work.next(&of, &done(&[1]))), None);
        assert_eq!(chats(work.next(&other, &[])), Some(vec![1]));
        assert_eq!(chats(work.next(&other, &done(&[1]))), None);
        assert!(work.lanes().is_empty());
    }

    #[test]
    fn a_transaction_takes_so_many_and_the_next_one_the_rest() {
        let work = SharedWork::default();
        let of: CallCenterId = "cc-1".parse().unwrap();
        for chat in 0..BATCH as u128 + 5 {
            work.put(&of, Box::new(About(chat)));
        }
        assert_eq!(work.next(&of, &[]).map(|batch| batch.len()), Some(BATCH));
        assert_eq!(work.next(&of, &[]).map(|batch| batch.len()), Some(5));
    }
}
