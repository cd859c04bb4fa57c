//! tmp
use std::sync::mpsc::Sender;
use super::timer::Timer;
use super::events::Event;
use crate::app::effect::Effect;
pub(crate) struct Work{timer:Timer}
impl Work{
 pub(crate) fn start(events:&Sender<Event>)->std::io::Result<Self>{Ok(Self{timer:Timer::start(events.clone())?})}
 pub(crate) fn take(&mut self,effect:Effect){ if let Effect::Wake{ticket,after}=effect{self.timer.wake(ticket,after)}}
}
